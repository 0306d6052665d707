using System.Collections.Generic;
using Protocols.Core;
using Sim.Kernel;

namespace Results.Recording;

/// <summary>Lets probes look at the run at its start, every interval, and at its end.</summary>
/// <remarks>What is costly to look at (thousands of connections) can be looked at rarely: at the start, at the end of the warm-up, at the end.</remarks>
public sealed class Sampler : EventTarget
{
    private readonly List<IProbe> _often = [];
    private readonly List<IProbe> _rare = [];
    private readonly Duration _interval;
    private readonly Instant _warmUp;
    private readonly Instant _end;
    private Instant _nextOften;

    /// <summary>A sampler that starts with the run.</summary>
    /// <param name="simulation">The simulation; its time is zero.</param>
    /// <param name="interval">The time between looks; positive.</param>
    /// <param name="warmUp">The end of the warm-up.</param>
    /// <param name="end">The end of the run.</param>
    public Sampler(Simulation simulation, Duration interval, Instant warmUp, Instant end)
        : base(simulation)
    {
        _interval = interval;
        _warmUp = warmUp;
        _end = end;
        simulation.Schedule(Instant.Zero, this);
        if (warmUp > Instant.Zero && warmUp < end)
        {
            simulation.Schedule(warmUp, this);
        }
    }

    /// <summary>Adds a probe.</summary>
    /// <param name="probe">The probe.</param>
    /// <param name="isRare">Whether it is looked at only at the start, the end of the warm-up and the end.</param>
    public void Add(IProbe probe, bool isRare) => (isRare ? _rare : _often).Add(probe);

    /// <inheritdoc/>
    public override void OnEvent()
    {
        Instant now = Simulation.Now;
        bool isBorder = now == Instant.Zero || now == _warmUp;
        if (isBorder)
        {
            SampleAll(_rare, now);
        }

        if (now < _nextOften)
        {
            return;
        }

        SampleAll(_often, now);
        _nextOften = now + _interval;
        if (_nextOften < _end)
        {
            Simulation.Schedule(_nextOften, this);
        }
    }

    /// <summary>Looks at everything a last time: the run is over.</summary>
    public void Finish()
    {
        SampleAll(_often, _end);
        SampleAll(_rare, _end);
    }

    // A probe may find something new to look at: what it adds is looked at in the same round.
    private static void SampleAll(List<IProbe> probes, Instant now)
    {
        for (int i = 0; i < probes.Count; i++)
        {
            probes[i].Sample(now);
        }
    }
}
