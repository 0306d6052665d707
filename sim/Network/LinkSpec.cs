using System;
using Protocols.Core;
using Sim.Queues;

namespace Sim.Network;

/// <summary>The properties of one direction of a link.</summary>
public sealed record LinkSpec
{
    /// <summary>The rate, spent on <see cref="Protocols.Net.Packet.FrameLength"/>; positive. Null: sending takes no time, as inside a machine.</summary>
    public BitRate? Rate { get; init; }

    /// <summary>The time from the departure of a bit to its arrival; not negative.</summary>
    public Duration Delay { get; init; }

    /// <summary>How much may wait for transmission; no limit by default.</summary>
    public QueueLimit Queue { get; init; }

    /// <summary>The share of packets that get lost on the wire, each independently: 0 to 1.</summary>
    public double Loss { get; init; }

    /// <summary>Losses that come in bursts, in the place of <see cref="Loss"/>.</summary>
    public LossModel? BurstLoss { get; init; }

    /// <summary>
    /// Makes the queue, in the place of a drop-tail queue with the limit <see cref="Queue"/>; is given random numbers of its own. Null:
    /// drop-tail, which is faster than any discipline.
    /// </summary>
    public Func<RandomStream, IQueueDiscipline>? Discipline { get; init; }

    /// <summary>The capacity over time, in the place of <see cref="Rate"/>.</summary>
    public RateTrace? Trace { get; init; }

    /// <summary>What else the wire does to packets; null: nothing.</summary>
    public Impairments? Impairments { get; init; }

    /// <summary>The largest IP packet in bytes; 1,500 by default. Larger ones are dropped.</summary>
    public int Mtu { get; init; } = 1500;

    /// <summary>
    /// Whether the queue is that of the sending host's own interface, which tells TCP what is still in it (TCP small queues);
    /// else it is somebody else's, such as a modem's. Only where departures are known at once: for a drop-tail queue at a
    /// fixed rate, or a discipline with <see cref="IQueueDiscipline.LastDeparture"/>, and a wire that scatters nothing.
    /// </summary>
    public bool IsHostQueue { get; init; }

    /// <summary>How packets get lost.</summary>
    internal LossModel LossModel => BurstLoss ?? LossModel.Bernoulli(Loss);

    /// <summary>Whether packets have to be held until they depart, or do not arrive in the order of their departures.</summary>
    internal bool NeedsQueuedPath => Discipline is not null || Trace is not null || Impairments is not null;

    /// <summary>Throws when a value is out of its range: readers of user input check it first and say where.</summary>
    public void Validate()
    {
        if (Rate is { } rate)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(rate.BitsPerSecond, 1, nameof(Rate));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(Delay.Picoseconds, 0, nameof(Delay));
        ArgumentOutOfRangeException.ThrowIfNotEqual(Loss is >= 0 and <= 1, true, nameof(Loss));
        ArgumentOutOfRangeException.ThrowIfEqual(
            IsHostQueue && (Trace is not null || Impairments is not null), true, nameof(IsHostQueue));
        BurstLoss?.Validate();
        Impairments?.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(Mtu, 1, nameof(Mtu));
    }
}
