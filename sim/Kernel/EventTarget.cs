namespace Sim.Kernel;

/// <summary>Something that events happen to. Its handle is what the event queue stores: object references there would cost a GC write barrier each.</summary>
public abstract class EventTarget
{
    /// <summary>Registers the target with its simulation, for good.</summary>
    protected EventTarget(Simulation simulation)
    {
        Simulation = simulation;
        Handle = simulation.Register(this);
    }

    /// <summary>The simulation whose clock and events these are.</summary>
    public Simulation Simulation { get; }

    /// <summary>The number that stands for this target in events; from 0, in order of registration.</summary>
    public int Handle { get; }

    /// <summary>Called shortly before <see cref="OnEvent"/>, often but not always: may fetch memory into the processor's cache, and do nothing else.</summary>
    internal virtual void Prepare()
    {
    }

    /// <summary>Called at the time of each event that was scheduled for this target.</summary>
    public abstract void OnEvent();
}
