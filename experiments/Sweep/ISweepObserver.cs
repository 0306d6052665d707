namespace Experiments.Sweep;

/// <summary>Is told how a sweep goes on; one call at a time.</summary>
public interface ISweepObserver
{
    /// <summary>More runs are to be done than was known.</summary>
    /// <param name="runs">How many there are now in all, those included that were finished before.</param>
    /// <param name="finished">How many of them are finished.</param>
    void Planned(int runs, int finished);

    /// <summary>A run is over.</summary>
    /// <param name="run">The run.</param>
    /// <param name="failure">Why it failed; null if it did not.</param>
    void Finished(SweepRun run, string? failure);
}
