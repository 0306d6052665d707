using System.Collections.Generic;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Net;
using Sim.Network;
using Tests.Support;

namespace Tests.Hosts;

public class JoinRefusalTests
{
    [Test]
    public void A_join_with_a_token_that_nobody_has_is_reset_with_the_reason()
    {
        // RFC 8684, 3.2 and 3.6; subflow_check_req: MPTCP_RST_EMPTCP is 1.
        SmallNetwork network = new(nics: 2);
        network.Server.Listen(36500, network.Server.Stack, "sink", discardsInput: true);
        Answers answers = new(network.Packets);
        network.Server.Nics[0].Observe(answers);
        FlowKey path = new(
            new Endpoint(network.Client.Nics[0].Addresses[0], 40_000),
            new Endpoint(network.Server.Nics[0].Addresses[0], 36500),
            IpProtocol.Tcp);
        int options = network.Packets.Options.Rent();
        network.Packets.Options[options].Kinds = PacketOptionKinds.MpJoin;
        network.Packets.Options[options].MpJoin = new MpJoinOption { Token = 0x1234_5678, Nonce = 1, AddressId = 2 };
        Packet syn = new()
        {
            Flow = network.Packets.Flows.Intern(path),
            SequenceNumber = 1000,
            Flags = TcpFlags.Syn,
            Length = 80,
            Options = options,
        };

        network.Server.Nics[0].Receive(syn, Instant.Zero);
        network.Run(1);

        Assert.That(answers.Sent, Is.EqualTo(new[] { (TcpFlags.Rst | TcpFlags.Ack, 1001u, (byte)1) }));
        Assert.That(network.Packets.Options.Rented, Is.Zero, "options leaked");
    }

    private sealed class Answers(PacketContext packets) : INicObserver
    {
        public List<(TcpFlags Flags, uint Acknowledged, byte Reason)> Sent { get; } = [];

        public void Transmitted(in Packet packet, Instant departure) =>
            Sent.Add((packet.Flags, packet.AcknowledgmentNumber, packets.Options[packet.Options].ResetReason.Reason));

        public void TransmitRevoked(in Packet packet, Instant departure)
        {
        }

        public void Received(in Packet packet, Instant at)
        {
        }

        public void Dropped(in Packet packet)
        {
        }
    }
}
