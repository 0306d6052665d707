using System;
using System.Buffers.Binary;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Rtmp;

namespace Tests.Rtmp;

/// <summary>Adobe RTMP 1.0, 5.2: C0 and C1, then S0, S1 and S2, then C2; 3073 bytes each way.</summary>
public class HandshakeTests
{
    [Test]
    public void The_client_speaks_first_and_both_say_3073_bytes()
    {
        RtmpOutput up = new();
        RtmpOutput down = new();
        Handshake client = Handshake.Client(up, new RandomStream(1), 100);
        Handshake server = Handshake.Server(down, new RandomStream(2));
        Assert.That((up.Length, down.Length), Is.EqualTo((1537, 0)));

        byte[] c0C1 = Move(up, server, 200);
        Assert.That(down.Length, Is.EqualTo(3073));
        byte[] s0S1S2 = Move(down, client, 300);
        Assert.That(up.Length, Is.EqualTo(1536));
        byte[] c2 = Move(up, server, 400);

        Assert.That((client.IsComplete, server.IsComplete), Is.EqualTo((true, true)));
        Assert.That((c0C1[0], s0S1S2[0]), Is.EqualTo(((byte)3, (byte)3)));
        Assert.That((TimeAt(c0C1, 1), TimeAt(c0C1, 5)), Is.EqualTo((100u, 0u)), "C1: time, zero");
        Assert.That((TimeAt(s0S1S2, 1537), TimeAt(s0S1S2, 1541)), Is.EqualTo((100u, 200u)), "S2: C1's time, the time of reading");
        Assert.That((TimeAt(c2, 0), TimeAt(c2, 4)), Is.EqualTo((200u, 300u)), "C2: S1's time, the time of reading");
        Assert.That(s0S1S2.AsSpan(1545).SequenceEqual(c0C1.AsSpan(9)), Is.True, "S2 echoes C1");
        Assert.That(c2.AsSpan(8).SequenceEqual(s0S1S2.AsSpan(9, 1528)), Is.True, "C2 echoes S1");
    }

    [Test]
    public void It_may_be_cut_anywhere_and_leaves_what_follows()
    {
        RtmpOutput up = new();
        RtmpOutput down = new();
        Handshake.Client(up, new RandomStream(1), 0);
        Handshake server = Handshake.Server(down, new RandomStream(2));
        byte[] all = [.. up.Pending, .. new byte[1536], 0x02, 0x03];
        ReadOnlySpan<byte> rest = default;
        for (int i = 0; i < all.Length; i++)
        {
            Assert.That(server.IsComplete, Is.EqualTo(i >= 3073));
            rest = all.AsSpan(i, 1);
            server.Feed(ref rest, 0);
        }

        Assert.That(rest.Length, Is.EqualTo(1), "bytes after the handshake are not its own");
    }

    [TestCase(0, RtmpError.None)]
    [TestCase(3, RtmpError.None)]
    [TestCase(6, RtmpError.None)]
    [TestCase(31, RtmpError.None)]
    [TestCase(32, RtmpError.UnsupportedVersion)]
    [TestCase(0x47, RtmpError.UnsupportedVersion)]
    public void A_server_accepts_versions_that_cannot_be_text_and_answers_3(int version, RtmpError error)
    {
        RtmpOutput down = new();
        Handshake server = Handshake.Server(down, new RandomStream(2));
        ReadOnlySpan<byte> c0C1 = [(byte)version, .. new byte[1536]];
        server.Feed(ref c0C1, 0);
        Assert.That(server.Error, Is.EqualTo(error));
        Assert.That(down.Length, Is.EqualTo(error == RtmpError.None ? 3073 : 0));
    }

    [Test]
    public void A_client_accepts_only_version_3()
    {
        Handshake client = Handshake.Client(new RtmpOutput(), new RandomStream(1), 0);
        ReadOnlySpan<byte> s0 = [4];
        client.Feed(ref s0, 0);
        Assert.That(client.Error, Is.EqualTo(RtmpError.UnsupportedVersion));
    }

    [Test]
    public void A_client_takes_the_handshakes_of_real_servers(
        [Values("nginx_ck128_ffpub_ffplay.1.pub.s2c", "srs_ck60000_ffpub_ffplay.1.pub.s2c", "fflisten_ffpub.0.pub.s2c")] string name)
    {
        Handshake client = Handshake.Client(new RtmpOutput(), new RandomStream(1), 0);
        ReadOnlySpan<byte> bytes = RtmpCaptures.Read(name);
        int length = bytes.Length;
        client.Feed(ref bytes, 0);
        Assert.That(client.IsComplete, Is.True);
        Assert.That(length - bytes.Length, Is.EqualTo(3073));
    }

    private static byte[] Move(RtmpOutput from, Handshake to, uint now)
    {
        byte[] bytes = from.Pending.ToArray();
        ReadOnlySpan<byte> rest = bytes;
        to.Feed(ref rest, now);
        from.Consume(bytes.Length);
        return bytes;
    }

    private static uint TimeAt(byte[] bytes, int index) => BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(index));
}
