using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Net;
using Protocols.Wire;
using Tests.Support;

namespace Tests.Wire;

/// <summary>What tshark thinks of a capture that we wrote: packets of all kinds, over both IP versions.</summary>
[Category("Tools")]
public class TsharkTests
{
    private string _file = "";
    private int _tcpPackets;

    [OneTimeSetUp]
    public void WriteTheCapture()
    {
        Assume.That(ExternalTool.Exists("tshark"), "tshark is not installed: apt-get install tshark");
        _file = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"handmade-{Environment.ProcessId}.pcapng");
        PacketContext context = new();
        using FileStream target = File.Create(_file);
        PacketCapture capture = new(target, ["push.nic1", "push.nic2"], context);
        List<Packet> packets = [.. Session(context, "10.1.0.0", 1, true), .. Session(context, "fd00::", 2, false)];
        _tcpPackets = packets.Count;
        packets.Add(Datagram(context, "10.1.0.1", "10.1.0.2", 28));
        packets.Add(Datagram(context, "fd00::1", "fd00::2", 48));
        for (int i = 0; i < packets.Count; i++)
        {
            Packet packet = packets[i];
            capture.Write(i % 2, in packet, Instant.Zero + Duration.FromNanoseconds(i * 1_000_001L));
        }
    }

    [OneTimeTearDown]
    public void RemoveTheCapture() => File.Delete(_file);

    [Test]
    public void It_finds_no_malformed_packet_and_no_wrong_checksum() =>
        Assert.That(
            Tshark("-Y", "_ws.malformed || _ws.expert.severity==error || tcp.checksum.status==0"
                + " || ip.checksum.status==0 || udp.checksum.status==0"),
            Is.Empty);

    [Test]
    public void It_finds_every_checksum_right()
    {
        Assert.That(Tshark("-Y", "tcp.checksum.status==1"), Has.Length.EqualTo(_tcpPackets));
        Assert.That(Tshark("-Y", "udp.checksum.status==1"), Has.Length.EqualTo(2));
    }

    [Test]
    public void It_finds_no_fault_in_the_keys() =>
        Assert.That(
            Tshark("-Y", "mptcp.connection.echoed_key_mismatch || mptcp.connection.unsupported_algorithm"
                + " || mptcp.connection.missing_algorithm"),
            Is.Empty);

    [Test]
    public void It_sees_every_subtype_and_one_connection_with_two_subflows_for_each_IP_version()
    {
        string[] subtypes = Tshark("-T", "fields", "-E", "aggregator=,", "-e", "tcp.options.mptcp.subtype");
        Assert.That(
            subtypes.SelectMany(line => line.Split(',')).Distinct().Order(),
            Is.EqualTo(Enumerable.Range(0, 9).Select(subtype => $"{subtype}")));
        Assert.That(Distinct("mptcp.stream"), Is.EqualTo((string[])["0", "1"]));
        Assert.That(Distinct("tcp.stream"), Is.EqualTo((string[])["0", "1", "2", "3"]));
    }

    [Test]
    public void It_expects_the_tokens_that_the_joins_carry()
    {
        string[] carried = Tshark("-Y", "tcp.options.mptcp.recvtok", "-T", "fields", "-e", "tcp.options.mptcp.recvtok");
        Assert.That(carried, Has.Length.EqualTo(2));
        Assert.That(carried, Is.SubsetOf(Distinct("mptcp.expected_token")));
    }

    [Test]
    public void It_sees_the_one_retransmission_of_each_connection() =>
        Assert.That(Tshark("-Y", "tcp.analysis.retransmission || tcp.analysis.out_of_order"), Has.Length.EqualTo(2));

    [Test]
    public void It_reads_interfaces_and_times_to_the_nanosecond()
    {
        string[] lines = Tshark(
            "-T", "fields", "-e", "frame.interface_name", "-e", "frame.time_epoch", "-e", "frame.encap_type");
        Assert.That(lines[0], Is.EqualTo("push.nic1\t0.000000000\t1"));
        Assert.That(lines[3], Is.EqualTo("push.nic2\t0.003000003\t1"));
    }

    private string[] Tshark(params string[] arguments) => ExternalTool.Run(
        "tshark",
        [
            "-r", _file,
            "-o", "tcp.check_checksum:TRUE",
            "-o", "ip.check_checksum:TRUE",
            "-o", "udp.check_checksum:TRUE",
            .. arguments,
        ]);

    private IEnumerable<string> Distinct(string field) =>
        Tshark("-T", "fields", "-e", field)
            .Select(line => line.Trim()).Where(line => line.Length > 0).Distinct().Order();

    private static List<Packet> Session(PacketContext context, string network, ulong clientKey, bool hasChecksums)
    {
        IpAddress address = IpAddress.Parse(network);
        HandmadeSession session = new(context, new IpPrefix(address, address.Width - 8), clientKey, hasChecksums);
        session.Write();
        return session.Packets;
    }

    private static Packet Datagram(PacketContext context, string source, string destination, int headers) => new()
    {
        Flow = context.Flows.Intern(new FlowKey(
            new Endpoint(IpAddress.Parse(source), 36502),
            new Endpoint(IpAddress.Parse(destination), 36502),
            IpProtocol.Udp)),
        PayloadLength = 1000,
        Length = (ushort)(headers + 1000),
    };
}
