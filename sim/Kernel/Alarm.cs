namespace Sim.Kernel;

/// <summary>Passes events on to an owner that keeps its own deadline and <see cref="PendingEvents"/>.</summary>
/// <remarks>
/// Where a <see cref="Timer"/> is written to whenever its deadline moves, this is looked at only when an event comes: with thousands of
/// connections each such look costs a miss of the processor's cache.
/// </remarks>
/// <param name="simulation">The simulation it runs in.</param>
/// <param name="owner">Who is called.</param>
public sealed class Alarm(Simulation simulation, IAlarmOwner owner) : EventTarget(simulation)
{
    /// <inheritdoc/>
    public override void OnEvent() => owner.OnAlarm();
}
