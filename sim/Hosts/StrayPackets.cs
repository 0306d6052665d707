using System;
using Protocols.Mptcp;
using Protocols.Net;
using Protocols.Tcp;
using Sim.Network;

namespace Sim.Hosts;

/// <summary>What a host does with a packet that belongs to none of its streams: opens one, or answers with a reset.</summary>
internal static class StrayPackets
{
    /// <summary>A packet arrived that no stream takes. Its options stay the caller's to return.</summary>
    public static void OnPacket(SimHost host, in Packet packet, Nic nic)
    {
        FlowKey path = host.Packets.Flows[packet.Flow].Reversed;
        if (path.Protocol != IpProtocol.Tcp)
        {
            return;
        }

        bool isSyn = packet.Has(TcpFlags.Syn) && !packet.Has(TcpFlags.Ack);
        if (isSyn && OnSyn(host, in packet, path, nic))
        {
            return;
        }

        if (!packet.Has(TcpFlags.Rst))
        {
            SendReset(host, in packet, path, nic, reason: null);
        }
    }

    private static bool OnSyn(SimHost host, in Packet syn, FlowKey path, Nic nic)
    {
        SimListener? listener = host.FindListener(path.Source.Port);
        if (listener is null || host.Route(path.Source, path.Destination) is not { } route)
        {
            return false;
        }

        PacketOptions options = syn.Options == 0 ? default : host.Packets.Options[syn.Options];
        if (listener.Stack.UsesMptcp && options.Has(PacketOptionKinds.MpJoin))
        {
            OnJoin(host, in syn, in options, path, nic);
            return true;
        }

        if (listener.Stack.UsesMptcp)
        {
            MptcpStream multipath =
                host.CreateMptcp(listener.Stack, isInitiator: false, route, host.NewStore(), listener.Name);
            multipath.AwaitAcceptance(listener);
            multipath.Connection.Accept(in syn, in options, path.Source, path.Destination);
            host.Register(multipath);
            Discard(listener, multipath.DiscardInput);
            multipath.Start();
            return true;
        }

        Outlet outlet = Outlet.Through(route.Nic);
        TcpConnection connection = host.CreateConnection(route, outlet, listener.Stack, host.NewStore(), extension: null);
        TcpStream stream = new(host, connection, outlet, listener.Name);
        stream.AwaitAcceptance(listener);
        connection.Accept(in syn);
        host.Register(stream, connection.Flow, stream);
        Discard(listener, stream.DiscardInput);
        stream.Start();
        return true;
    }

    // RFC 8684, 3.2: an unknown token is answered with a reset, which says why.
    private static void OnJoin(SimHost host, in Packet syn, in PacketOptions options, FlowKey path, Nic nic)
    {
        MptcpStream? stream = host.FindByToken(options.MpJoin.Token);
        if (stream is null || !stream.Connection.AcceptJoin(in syn, in options, path.Source, path.Destination))
        {
            SendReset(host, in syn, path, nic, ResetReason.MptcpError);
            return;
        }

        stream.Start();
    }

    private static void Discard(SimListener listener, Action discardInput)
    {
        if (listener.DiscardsInput)
        {
            discardInput();
        }
    }

    // RFC 9293, 3.10.7.1: answer a packet for which there is no connection.
    private static void SendReset(SimHost host, in Packet packet, FlowKey path, Nic nic, ResetReason? reason)
    {
        int length = path.Source.Address.Family == AddressFamily.Ipv6 ? 60 : 40;
        int options = 0;
        if (reason is { } given)
        {
            options = host.Packets.Options.Rent();
            host.Packets.Options[options].Kinds = PacketOptionKinds.ResetReason;
            host.Packets.Options[options].ResetReason = new ResetReasonOption { Reason = (byte)given };
            length += PacketOptionsLength.Of(in host.Packets.Options[options], timestamps: false);
        }

        bool acknowledges = packet.Has(TcpFlags.Ack);
        Packet reset = new()
        {
            Flow = host.Packets.Flows.Reverse(packet.Flow),
            SequenceNumber = acknowledges ? packet.AcknowledgmentNumber : 0,
            AcknowledgmentNumber = acknowledges ? 0 : unchecked(packet.SequenceNumber + (uint)packet.SequenceLength),
            Flags = acknowledges ? TcpFlags.Rst : TcpFlags.Rst | TcpFlags.Ack,
            Options = options,
            Length = (ushort)length,
        };
        Nic outgoing = host.Rules.Lookup(path.Source.Address, path.Destination.Address)?.Nic ?? nic;
        outgoing.Send(in reset);
    }
}
