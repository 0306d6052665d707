using Protocols.Core;
using Sim.Queues;

namespace Sim.Emulation;

/// <summary>One direction of a cable on a real kernel.</summary>
/// <param name="place">The namespace of its sending end.</param>
/// <param name="device">The interface at its sending end.</param>
/// <param name="filter">What loses its packets on purpose.</param>
public sealed class LinkDevice(NetworkNamespace place, string device, LinkFilter filter)
{
    private QueueLimit _queue;

    /// <summary>The namespace of its sending end.</summary>
    public NetworkNamespace Place => place;

    /// <summary>The interface at its sending end.</summary>
    public string Device => device;

    /// <summary>What loses its packets on purpose.</summary>
    public LinkFilter Filter => filter;

    /// <summary>Gives it a rate and a queue; null: no limit.</summary>
    /// <exception cref="EmulationException">The kernel has no token bucket, or refuses the values.</exception>
    public void Shape(BitRate? rate, QueueLimit queue)
    {
        _queue = queue;
        if (rate is { } limited)
        {
            SetRate(limited);
        }
    }

    /// <summary>Gives it another rate; a queue in units of time follows it.</summary>
    public void SetRate(BitRate rate) => Place.Tc([TokenBucketCommand.Of(Device, rate, _queue)]);
}
