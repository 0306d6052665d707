using System;
using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Net;
using Protocols.Sockets;
using Sim.Network;
using Tests.Support;
using Tests.Wire;

namespace Tests.Mptcp;

/// <summary>
/// The handshakes of a full mesh of 2 x 2 subflows, packet by packet and option by option, beside those of a kernel in the
/// same set-up.
/// </summary>
public class HandshakeOrderTests
{
    [Test]
    public void A_full_mesh_is_made_as_by_Linux_6_18_option_by_option()
    {
        CapturedSession kernel = new("fullmesh_4sf_v6");
        string[] theirs = Handshakes(kernel.Packets.Select(entry => entry.Packet), kernel.Context);
        Assert.That(theirs, Has.Length.EqualTo(4), "the kernel's subflows");

        Assert.That(OurHandshakes(), Is.EqualTo(theirs));
    }

    private static string[] OurHandshakes()
    {
        SmallNetwork network = new(nics: 2);
        PacketLog log = new(network.Packets);
        foreach (Nic nic in network.Client.Nics)
        {
            nic.Observe(log);
        }

        network.Server.Listen(36500, network.Server.Stack, "sink", discardsInput: true);
        network.Client.Open(
            default, network.Client.Resolver.Resolve("server", 36500)[0], network.Client.Stack, ByteStore.Counting(), StreamOptions.Default);
        network.Run(1);
        return Handshakes(log.Packets, network.Packets);
    }

    // What each subflow says before any data, in the order in which they begin.
    private static string[] Handshakes(IEnumerable<Packet> packets, PacketContext context)
    {
        List<(FlowKey Path, List<string> Said)> subflows = [];
        foreach (Packet packet in packets)
        {
            FlowKey path = context.Flows[packet.Flow];
            if (packet.Has(TcpFlags.Syn) && !packet.Has(TcpFlags.Ack))
            {
                subflows.Add((path, []));
            }

            int index = subflows.FindIndex(subflow => subflow.Path == path || subflow.Path == path.Reversed);
            string who = subflows[index].Path == path ? "client" : "server";
            subflows[index].Said.Add($"{who} {Describe(in packet, context)}");
        }

        // The initial subflow: three packets, ADD_ADDR and its echo. All others: four packets.
        return [.. subflows.Select((subflow, i) => string.Join('\n', subflow.Said.Take(i == 0 ? 5 : 4)))];
    }

    private static string Describe(in Packet packet, PacketContext context)
    {
        PacketOptions options = packet.Options == 0 ? default : context.Options[packet.Options];
        int length = PacketOptionsLength.Of(in options, (packet.Traits & PacketTraits.Timestamps) != 0);
        string text = $"{packet.Flags} {packet.PayloadLength} bytes, {length} of options: {options.Kinds}";
        if (options.Has(PacketOptionKinds.MpCapable))
        {
            text += $" {options.MpCapable.Version} {options.MpCapable.Flags:x2} {options.MpCapable.KeyCount} {options.MpCapable.HasDataLength}";
        }

        if (options.Has(PacketOptionKinds.MpJoin))
        {
            text += $" {options.MpJoin.Step} {options.MpJoin.Backup} {Id(options.MpJoin.AddressId)}";
        }

        if (options.Has(PacketOptionKinds.AddAddress))
        {
            text += $" {options.AddAddress.Echo} {Id(options.AddAddress.AddressId)} {options.AddAddress.Port} {options.AddAddress.HasHmac}";
        }

        return options.Has(PacketOptionKinds.DataSequenceSignal)
            ? text + $" {options.Dss.HasAck} {options.Dss.Ack64} {options.Dss.HasMapping} {options.Dss.DataFin}"
            : text;
    }

    // Only the identifier of the initial address is given; the others are the choice of whoever sets the endpoints.
    private static string Id(byte id) => id == 0 ? "initial" : "other";

    private sealed class PacketLog(PacketContext context) : INicObserver
    {
        public List<Packet> Packets { get; } = [];

        public void Transmitted(in Packet packet, Instant departure) => Add(packet);

        public void TransmitRevoked(in Packet packet, Instant departure) => throw new NotSupportedException("no link changes");

        public void Received(in Packet packet, Instant at) => Add(packet);

        public void Dropped(in Packet packet) => throw new NotSupportedException("nothing is lost");

        private void Add(Packet packet)
        {
            packet.Options = context.Options.Copy(packet.Options);
            Packets.Add(packet);
        }
    }
}
