namespace Results.Recording;

/// <summary>What one run of a sweep cost. It differs each time, unlike the run's results.</summary>
/// <param name="Id">The run's identity.</param>
/// <param name="CpuSeconds">Processor seconds that the simulation took.</param>
/// <param name="WallSeconds">Seconds on the wall clock that it took.</param>
public sealed record FinishedCost(string Id, double CpuSeconds, double WallSeconds);
