namespace Results.Recording;

/// <summary>What the run cost: how much the engine did, and what the machine spent on it.</summary>
/// <param name="Events">Events carried out.</param>
/// <param name="PacketHops">Packets times links they crossed.</param>
/// <param name="CpuSeconds">Processor time of the run.</param>
/// <param name="WallSeconds">Time on the wall clock.</param>
/// <param name="PeakRssBytes">Largest resident memory of the process.</param>
/// <param name="Lateness">How real time was kept; null in virtual time.</param>
public sealed record EngineRecord(
    long Events,
    long PacketHops,
    double CpuSeconds,
    double WallSeconds,
    long PeakRssBytes,
    LatenessRecord? Lateness = null);
