namespace Results.Recording;

/// <summary>What the run cost: how much the engine did, and what the machine spent on it.</summary>
/// <param name="Events">Events carried out.</param>
/// <param name="PacketHops">Packets times links they crossed.</param>
/// <param name="CpuSeconds">Processor time that the simulation itself took, on its one thread.</param>
/// <param name="WallSeconds">Time on the wall clock.</param>
/// <param name="PeakRssBytes">Largest resident memory of the process.</param>
/// <param name="CompilationSeconds">Time in which that thread waited for the runtime to compile methods that it called for the first time; not in
/// <paramref name="CpuSeconds"/>.</param>
/// <param name="Lateness">How real time was kept; null in virtual time.</param>
public sealed record EngineRecord(
    long Events,
    long PacketHops,
    double CpuSeconds,
    double WallSeconds,
    long PeakRssBytes,
    double CompilationSeconds = 0,
    LatenessRecord? Lateness = null);
