using System;
using System.Collections.Generic;
using System.Diagnostics;
using Protocols.Core;
using Protocols.Net;
using Protocols.Sockets;

namespace Sim.Network;

/// <summary>A network interface of a host.</summary>
/// <remarks>
/// Counts as Linux does: outgoing frames when they have left, incoming ones when they have come, each with its Ethernet header.
/// Down means <c>ip link set down</c>: nothing goes out, nothing comes in, and what waited for transmission is dropped; addresses stay.
/// </remarks>
public sealed class Nic : IPacketReceiver, INetworkInterface, ITimelineTarget
{
    private readonly Fabric _fabric;
    private readonly List<IpAddress> _addresses = new(1);
    private Link? _link;
    private Link? _incoming;
    private long _receivedBytes;
    private long _receivedPackets;
    private int _egressBlocks;
    private int _ingressBlocks;
    private BlockPoint? _block;

    /// <summary>A NIC without a link, up.</summary>
    /// <param name="fabric">The network it belongs to.</param>
    /// <param name="name">Its name, unique in its host.</param>
    /// <param name="owner">Its host.</param>
    public Nic(Fabric fabric, string name, INicOwner owner)
    {
        _fabric = fabric;
        Name = name;
        Owner = owner;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>The name that is unique in the simulation: <c>HOST.NIC</c>.</summary>
    public string FullName => $"{Owner.Name}.{Name}";

    /// <summary>Its host.</summary>
    public INicOwner Owner { get; }

    /// <inheritdoc/>
    public bool IsUp { get; private set; } = true;

    /// <inheritdoc/>
    public IReadOnlyList<IpAddress> Addresses => _addresses;

    /// <summary>Who watches it; null when nobody does, which costs nothing.</summary>
    public INicObserver? Observer { get; private set; }

    /// <summary>The link it sends on.</summary>
    /// <exception cref="InvalidOperationException">It is not connected.</exception>
    public Link Outgoing => _link ?? throw NotConnected();

    /// <summary>The link it receives from.</summary>
    /// <exception cref="InvalidOperationException">It is not connected.</exception>
    public Link Incoming => _incoming ?? throw NotConnected();

    /// <summary>Whether it has a link.</summary>
    public bool IsConnected => _link is not null;

    /// <summary>The largest IP packet it can send, in bytes.</summary>
    public int Mtu => Outgoing.Mtu;

    /// <inheritdoc/>
    public long TransmittedBytes => _link?.Counters.SentBytes ?? 0;

    /// <inheritdoc/>
    public long TransmittedPackets => _link?.Counters.SentPackets ?? 0;

    /// <inheritdoc/>
    public long ReceivedBytes => _receivedBytes + (_incoming?.FarEnd.PassedBytes ?? 0);

    /// <inheritdoc/>
    public long ReceivedPackets => _receivedPackets + (_incoming?.FarEnd.PassedPackets ?? 0);

    /// <summary>Packets dropped here, outgoing and incoming: the queue was full, the NIC down, a filter in the host.</summary>
    public long DroppedPackets { get; private set; }

    /// <summary>Adds an observer beside those it has.</summary>
    public void Observe(INicObserver observer)
    {
        Observer = Observer is null ? observer : new NicObserverPair(Observer, observer);
        EndShortWay();
    }

    /// <summary>Adds an address.</summary>
    public void AddAddress(IpAddress address) => _addresses.Add(address);

    /// <summary>Whether <paramref name="address"/> is one of its own.</summary>
    public bool Has(IpAddress address) => _addresses.Contains(address);

    /// <summary>Its first address of a family; <see cref="IpAddress.None"/> when it has none.</summary>
    public IpAddress AddressOf(AddressFamily family) => _addresses.Find(address => address.Family == family);

    /// <summary>Connects it to its two links; called once.</summary>
    public void Connect(Link outgoing, Link incoming)
    {
        Debug.Assert(_link is null, "A NIC has one link in each direction.");
        _link = outgoing;
        _incoming = incoming;
        outgoing.Sender = this;
    }

    /// <summary>Sends a packet. One that is not queued has been dropped and counted, and its options are gone.</summary>
    /// <param name="packet">The packet; its addresses are not looked at.</param>
    public SendResult Send(in Packet packet) => Send(in packet, _fabric.Simulation.Now);

    /// <summary>Sends a packet, by a caller that knows what time it is.</summary>
    /// <param name="packet">The packet; its addresses are not looked at.</param>
    /// <param name="now">The time now.</param>
    public SendResult Send(in Packet packet, Instant now)
    {
        if (!IsUp || _egressBlocks > 0)
        {
            return Drop(packet, IsUp ? SendResult.Refused : SendResult.Down);
        }

        Link link = Outgoing;
        SendResult result = link.Send(in packet, now);
        if (result != SendResult.Queued)
        {
            DroppedPackets++;
            Observer?.Dropped(packet);
        }
        else if (Observer is { } observer && !link.HoldsPackets)
        {
            observer.Transmitted(packet, link.LastDeparture);
        }

        return result;
    }

    /// <inheritdoc/>
    public void Receive(in Packet packet, Instant at)
    {
        if (!IsUp)
        {
            Drop(packet, SendResult.Down);
            return;
        }

        _receivedBytes += packet.FrameLength;
        _receivedPackets++;
        Observer?.Received(packet, at);
        if (_ingressBlocks > 0)
        {
            Drop(packet, SendResult.Refused);
            return;
        }

        Owner.Receive(packet, this);
    }

    /// <summary>Takes it down.</summary>
    public void SetDown()
    {
        IsUp = false;
        EndShortWay();
        _link?.DiscardQueue();
    }

    /// <summary>Brings it up.</summary>
    public void SetUp() => IsUp = true;

    /// <inheritdoc/>
    public void AnnounceChange()
    {
        Outgoing.MayChange = true;
        Incoming.MayChange = true;
    }

    /// <inheritdoc/>
    public void Change(LinkChange change)
    {
        Outgoing.Change(change);
        Incoming.Change(change);
    }

    /// <inheritdoc/>
    public void Block(BlockPoint where)
    {
        Unblock();
        _block = where;
        if (where == BlockPoint.Sender)
        {
            BlockEgress();
        }
        else
        {
            Outgoing.Block();
        }

        if (where == BlockPoint.Receiver)
        {
            BlockIngress();
        }
        else
        {
            Incoming.Block();
        }
    }

    /// <inheritdoc/>
    public void Unblock()
    {
        if (_block is not { } where)
        {
            return;
        }

        _block = null;
        if (where == BlockPoint.Sender)
        {
            UnblockEgress();
        }
        else
        {
            Outgoing.Unblock();
        }

        if (where == BlockPoint.Receiver)
        {
            UnblockIngress();
        }
        else
        {
            Incoming.Unblock();
        }
    }

    /// <summary>From now on the host refuses what it would send here. Blocks count: each needs its unblock.</summary>
    internal void BlockEgress() => _egressBlocks++;

    /// <summary>Takes one <see cref="BlockEgress"/> back.</summary>
    internal void UnblockEgress() => _egressBlocks--;

    /// <summary>From now on the host drops what it receives here, after counting it. Blocks count.</summary>
    internal void BlockIngress()
    {
        _ingressBlocks++;
        EndShortWay();
    }

    /// <summary>Takes one <see cref="BlockIngress"/> back.</summary>
    internal void UnblockIngress() => _ingressBlocks--;

    /// <summary>The host has nothing to do with this flow's packets but to pass them on: as long as that is true here, too, they need not come.</summary>
    internal void BeginShortWay(int flow, IFlowEnd end)
    {
        if (Observer is null)
        {
            _incoming?.FarEnd.BeginShortWay(this, flow, end);
        }
    }

    /// <summary>From now on all packets come to the host again.</summary>
    internal void EndShortWay() => _incoming?.FarEnd.EndShortWay();

    /// <summary>The link, which holds packets, begins to transmit one.</summary>
    internal void OnTransmitting(in Packet packet, Instant departure) => Observer?.Transmitted(packet, departure);

    /// <summary>The link's queue has dropped a packet that it had taken; its options are still there.</summary>
    internal void OnDropped(in Packet packet)
    {
        DroppedPackets++;
        Observer?.Dropped(packet);
    }

    /// <summary>A packet that waits in the link has got another departure.</summary>
    internal void OnRetimed(in Packet packet, Instant old, Instant departure)
    {
        Observer?.TransmitRevoked(packet, old);
        Observer?.Transmitted(packet, departure);
    }

    /// <summary>A packet that waited in the link has been dropped.</summary>
    internal void OnRevoked(in Packet packet, Instant departure)
    {
        DroppedPackets++;
        Observer?.TransmitRevoked(packet, departure);
        Observer?.Dropped(packet);
    }

    private SendResult Drop(in Packet packet, SendResult reason)
    {
        DroppedPackets++;
        Observer?.Dropped(packet);
        _fabric.Discard(packet);
        return reason;
    }

    private InvalidOperationException NotConnected() => new($"{FullName} is not connected to anything");
}
