using System.Runtime.CompilerServices;
using Protocols.Core;
using Protocols.Net;
using Sim.Kernel;

namespace Sim.Network;

/// <summary>What lies at the far end of a link, and the short way of one flow there.</summary>
/// <remarks>
/// Packets go to a router, a NIC or a middlebox. A NIC that would do nothing but count and ask its host may name the one who takes
/// the packets of a flow, mostly the latest one; the link counts them then. With thousands of flows each object less on the way is
/// a miss less of the processor's cache. Whatever makes the NIC or the host do more ends the short way. A mutable struct, part of its
/// <see cref="Link"/>.
/// </remarks>
internal struct FarEnd
{
    private const int NoFlow = -1;

    private IFlowEnd? _flowEnd;
    private int _flow;

    /// <summary>Who gets the packets.</summary>
    public IPacketReceiver Receiver { get; private set; }

    /// <summary>Packets that took a short way.</summary>
    public long PassedPackets { get; private set; }

    /// <summary>Their bytes, with their Ethernet headers.</summary>
    public long PassedBytes { get; private set; }

    /// <summary>Puts something else there.</summary>
    public void Place(IPacketReceiver receiver)
    {
        Receiver = receiver;
        EndShortWay();
    }

    /// <summary>From now on the packets of a flow go to its end at once, if this NIC is what lies here.</summary>
    public void BeginShortWay(Nic nic, int flow, IFlowEnd end)
    {
        if (Receiver == nic)
        {
            _flow = flow;
            _flowEnd = end;
        }
    }

    /// <summary>From now on all packets go the whole way.</summary>
    public void EndShortWay()
    {
        _flow = NoFlow;
        _flowEnd = null;
    }

    /// <summary>A packet will arrive soon.</summary>
    public readonly void Fetch() => Cache.Fetch(_flowEnd);

    /// <summary>A packet arrives.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Deliver(in Packet packet, Instant at, LinkParts parts)
    {
        // An interface call that meets two types by turns costs 4 ns, so the type is asked for.
        if (packet.Flow == _flow)
        {
            PassedPackets++;
            PassedBytes += packet.FrameLength;
            _flowEnd!.Receive(in packet, at);
            parts.Fabric.Discard(in packet);
        }
        else if (Receiver is Router router)
        {
            router.Receive(in packet, at);
        }
        else if (Receiver is Nic nic)
        {
            nic.Receive(in packet, at);
        }
        else
        {
            Receiver.Receive(in packet, at);
        }
    }
}
