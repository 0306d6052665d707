using System;

namespace Sim.Kernel;

/// <summary>The event that resumes a waiting application; used again and again.</summary>
internal sealed class Continuation(Simulation simulation) : EventTarget(simulation)
{
    /// <summary>What to run.</summary>
    public Action? Action { get; set; }

    /// <summary>The next unused one in the simulation's list.</summary>
    public Continuation? NextFree { get; set; }

    /// <inheritdoc/>
    public override void OnEvent()
    {
        Action action = Action!;
        Action = null;
        Simulation.Free(this);
        action();
    }
}
