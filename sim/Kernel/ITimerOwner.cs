namespace Sim.Kernel;

/// <summary>Whoever set a <see cref="Timer"/>.</summary>
public interface ITimerOwner
{
    /// <summary>Called at the timer's deadline. The timer is not set any more and may be set again from here.</summary>
    void OnTimer(Timer timer);
}
