using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Rtmp;

namespace Tests.Rtmp;

/// <summary>
/// The handshake with digests. Its formulas are written down here once more, and first hold for what real programs sent.
/// </summary>
public class DigestHandshakeTests
{
    private const int First = 8;
    private const int Second = 772;
    private const string Tail = "F0EEC24A8068BEE82E00D0D1029E7E576EEC5D2D29806FAB93B8E636CFEB31AE";

    private static readonly byte[] _player = Encoding.ASCII.GetBytes("Genuine Adobe Flash Player 001");
    private static readonly byte[] _server = Encoding.ASCII.GetBytes("Genuine Adobe Flash Media Server 001");

    // Connections of ffmpeg, whose C1 has a digest, to nginx-rtmp and SRS, whose S1 then has one too.
    private static readonly string[] _signed =
    [
        "nginx_ck128_ffpub_ffplay.0.play", "nginx_ck128_ffpub_ffplay.1.pub", "nginx_aac_only.0.play", "nginx_play_nostream.0.play",
        "srs_ck60000_ffpub_ffplay.0.play", "srs_ck60000_ffpub_ffplay.1.pub", "ertmp_srs_hevc_aac.1.pub",
    ];

    private static IEnumerable<string> Signed => _signed;

    [TestCaseSource(nameof(Signed))]
    public void The_formulas_hold_for_what_real_programs_sent(string name)
    {
        byte[] up = RtmpCaptures.Read(name + ".c2s");
        byte[] down = RtmpCaptures.Read(name + ".s2c");
        byte[] clientDigest = DigestIn(up.AsSpan(1, 1536), First, _player);
        byte[] serverDigest = DigestIn(down.AsSpan(1, 1536), First, _server);
        Assert.That((clientDigest.Length, serverDigest.Length), Is.EqualTo((32, 32)));
        Assert.That(IsSigned(down.AsSpan(1537, 1536), clientDigest, _server), Is.True, "S2");

        // ffmpeg signs as a player of nginx-rtmp; as a publisher, and with SRS, whose version is 1, it echoes.
        bool signs = name.StartsWith("nginx", StringComparison.Ordinal) && name.EndsWith("play", StringComparison.Ordinal);
        Assert.That(IsSigned(up.AsSpan(1537, 1536), serverDigest, _player), Is.EqualTo(signs), "C2");
    }

    [TestCaseSource(nameof(Signed))]
    public void Our_server_answers_the_digest_of_a_real_client_with_its_own(string name)
    {
        byte[] up = RtmpCaptures.Read(name + ".c2s");
        byte[] down = AnswerTo(up, out Handshake server);
        Assert.That((server.Form, server.IsComplete), Is.EqualTo((HandshakeForm.Digest, true)));
        Assert.That(DigestIn(down.AsSpan(1, 1536), First, _server), Has.Length.EqualTo(32), "S1, in the half where the client has it");
        Assert.That(IsSigned(down.AsSpan(1537, 1536), DigestIn(up.AsSpan(1, 1536), First, _player), _server), Is.True, "S2");
        Assert.That(down[5], Is.GreaterThanOrEqualTo(3), "ffmpeg looks at digests of servers from version 3 on");
    }

    [Test]
    public void A_digest_in_the_second_half_is_found_and_answered_there([Range(1, 20)] int seed)
    {
        byte[] up = new byte[3073];
        new RandomStream((ulong)seed).NextBytes(up);
        up[0] = 3;
        byte[] digest = Sign(up.AsSpan(1, 1536), Second, _player);
        byte[] down = AnswerTo(up, out Handshake server);
        Assert.That(server.Form, Is.EqualTo(HandshakeForm.Digest));
        Assert.That(DigestIn(down.AsSpan(1, 1536), Second, _server), Has.Length.EqualTo(32));
        Assert.That(IsSigned(down.AsSpan(1537, 1536), digest, _server), Is.True);
    }

    [TestCase("fflisten_ffpub.0.pub", HandshakeForm.Digest)]
    [TestCase("nginx_vod_rtmpdump.0.play", HandshakeForm.Simple)]
    [TestCase("nginx_ck4096_ffpub_rtmpdump.1.play", HandshakeForm.Simple)]
    public void Our_server_does_as_the_client_does(string name, HandshakeForm form)
    {
        byte[] up = RtmpCaptures.Read(name + ".c2s");
        byte[] down = AnswerTo(up, out Handshake server);
        Assert.That(server.Form, Is.EqualTo(form));
        Assert.That(down.AsSpan(1545).SequenceEqual(up.AsSpan(9, 1528)), Is.EqualTo(form == HandshakeForm.Simple), "S2 echoes C1");
    }

    [Test]
    public void A_digest_with_one_wrong_bit_is_none()
    {
        byte[] up = RtmpCaptures.Read("nginx_aac_only.0.play.c2s");
        int at = 1 + First + 4 + (up.AsSpan(1 + First, 4).ToArray().Sum(one => one) % 728);
        up[at] ^= 1;
        byte[] down = AnswerTo(up, out Handshake server);
        Assert.That(server.Form, Is.EqualTo(HandshakeForm.Simple));
        Assert.That(down.AsSpan(1545).SequenceEqual(up.AsSpan(9, 1528)), Is.True, "S2 echoes C1");
    }

    [Test]
    public void A_client_that_offers_a_digest_signs_for_a_server_that_has_one()
    {
        RtmpOutput up = new();
        Handshake client = Handshake.Client(up, new RandomStream(1), 5, HandshakeForm.Digest);
        byte[] c1 = up.Pending[1..].ToArray();
        byte[] clientDigest = DigestIn(c1, First, _player);
        Assert.That(clientDigest, Has.Length.EqualTo(32));
        Assert.That(c1[4..8], Is.EqualTo((byte[])[9, 0, 124, 2]), "the version that ffmpeg tells");

        byte[] down = AnswerTo([.. up.Pending, .. new byte[1536]], out _);
        byte[] serverDigest = DigestIn(down.AsSpan(1, 1536), First, _server);
        up.Consume(up.Length);
        ReadOnlySpan<byte> rest = down;
        client.Feed(ref rest, 0);
        Assert.That((client.IsComplete, client.Form, client.Error), Is.EqualTo((true, HandshakeForm.Digest, RtmpError.None)));
        Assert.That(IsSigned(up.Pending, serverDigest, _player), Is.True, "C2");
    }

    [Test]
    public void A_client_that_offers_a_digest_goes_on_with_a_server_that_has_none()
    {
        byte[] down = RtmpCaptures.Read("fflisten_ffpub.0.pub.s2c");
        RtmpOutput up = new();
        Handshake client = Handshake.Client(up, new RandomStream(1), 5, HandshakeForm.Digest);
        up.Consume(up.Length);
        ReadOnlySpan<byte> rest = down.AsSpan(0, 3073);
        client.Feed(ref rest, 0);
        Assert.That((client.IsComplete, client.Form), Is.EqualTo((true, HandshakeForm.Simple)));
        Assert.That(up.Pending[8..].SequenceEqual(down.AsSpan(9, 1528)), Is.True, "C2 echoes S1");
    }

    [Test]
    public void A_server_that_signs_for_another_client_is_refused()
    {
        Handshake client = Handshake.Client(new RtmpOutput(), new RandomStream(1), 5, HandshakeForm.Digest);
        ReadOnlySpan<byte> rest = RtmpCaptures.Read("nginx_aac_only.0.play.s2c").AsSpan(0, 3073);
        client.Feed(ref rest, 0);
        Assert.That((client.IsComplete, client.Error), Is.EqualTo((false, RtmpError.WrongSignature)));
    }

    [Test]
    public void A_connection_can_be_made_with_digests([Values(1, int.MaxValue)] int pieceBytes)
    {
        RtmpPublisher publisher = new(SessionDialogue.Url, new RandomStream(1), Instant.Zero, null, null, HandshakeForm.Digest);
        SessionDialogue dialogue = new SessionDialogue(publisher, SessionDialogue.Server()) { PieceBytes = pieceBytes }.Run();
        Assert.That(dialogue.ServerEvents[^1].Kind, Is.EqualTo(RtmpEventKind.PublishRequested));
    }

    private static byte[] AnswerTo(byte[] up, out Handshake server)
    {
        RtmpOutput output = new();
        server = Handshake.Server(output, new RandomStream(2));
        ReadOnlySpan<byte> rest = up.AsSpan(0, 3073);
        server.Feed(ref rest, 77);
        return output.Pending.ToArray();
    }

    // The digest where the pointer says; empty when it is not valid.
    private static byte[] DigestIn(ReadOnlySpan<byte> packet, int pointer, byte[] key)
    {
        int at = OffsetIn(packet, pointer);
        byte[] digest = packet.Slice(at, 32).ToArray();
        return HMACSHA256.HashData(key, (byte[])[.. packet[..at], .. packet[(at + 32)..]]).SequenceEqual(digest) ? digest : [];
    }

    private static byte[] Sign(Span<byte> packet, int pointer, byte[] key)
    {
        int at = OffsetIn(packet, pointer);
        byte[] digest = HMACSHA256.HashData(key, (byte[])[.. packet[..at], .. packet[(at + 32)..]]);
        digest.CopyTo(packet[at..]);
        return digest;
    }

    private static int OffsetIn(ReadOnlySpan<byte> packet, int pointer) =>
        pointer + 4 + ((packet[pointer] + packet[pointer + 1] + packet[pointer + 2] + packet[pointer + 3]) % 728);

    private static bool IsSigned(ReadOnlySpan<byte> packet, byte[] peerDigest, byte[] name)
    {
        byte[] key = HMACSHA256.HashData((byte[])[.. name, .. Convert.FromHexString(Tail)], peerDigest);
        return HMACSHA256.HashData(key, packet[..1504]).AsSpan().SequenceEqual(packet[1504..]);
    }
}
