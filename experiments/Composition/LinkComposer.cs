using System;
using Experiments.Scenario.Records;
using Protocols.Core;
using Sim.Network;

namespace Experiments.Composition;

/// <summary>Turns what a scenario says of a link into a link's properties, defaults filled in.</summary>
internal static class LinkComposer
{
    /// <summary>The properties of one direction.</summary>
    /// <param name="settings">What the scenario says.</param>
    /// <param name="mtu">The scenario's MTU.</param>
    public static LinkSpec Compose(LinkSettings settings, ByteSize mtu) => new()
    {
        Rate = settings.Rate,
        Delay = settings.Delay ?? Duration.Zero,
        Queue = Queue(settings),
        Loss = settings.Loss ?? 0,
        Mtu = (int)(settings.Mtu ?? mtu).Bytes,
    };

    /// <summary>What the timeline sets.</summary>
    public static LinkChange Change(LinkSettings settings) => new(settings.Rate, settings.Delay, settings.Loss);

    private static Sim.Queues.QueueLimit Queue(LinkSettings settings)
    {
        switch (settings.Queue)
        {
            case QueueLimit.Bytes bytes:
                return Sim.Queues.QueueLimit.OfBytes(bytes.Size);
            case QueueLimit.Time time:
                return Sim.Queues.QueueLimit.OfTime(time.Length);
            case QueueLimit.Packets packets:
                return Sim.Queues.QueueLimit.OfPackets(packets.Count);
            case QueueLimit.BandwidthDelayProduct product when settings is { Rate: { } rate, Rtt: { } rtt }:
                Duration stretched = new((long)Math.Round(rtt.Picoseconds * product.Multiple));
                return Sim.Queues.QueueLimit.OfBandwidthDelayProduct(rate, stretched);
            default:
                return Sim.Queues.QueueLimit.None;
        }
    }
}
