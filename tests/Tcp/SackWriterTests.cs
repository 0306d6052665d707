using System.Linq;
using NUnit.Framework;
using Protocols.Net;
using Protocols.Tcp;

namespace Tests.Tcp;

/// <summary>
/// The SACK blocks that a receiver writes: the examples of RFC 2018, 4, and RFC 2883, 4, with segments of 500 bytes.
/// </summary>
public class SackWriterTests
{
    // The first byte of the stream has the sequence number 5000, as in the RFCs.
    private const uint InitialSequenceNumber = 4999;
    private const int Segment = 500;
    private const int RoomForThree = 28;

    [Test]
    public void When_the_first_segment_is_lost_one_block_grows()
    {
        // RFC 2018, 4, case 2.
        TcpReceiver receiver = new(TcpConfig.Default, Segment);

        Assert.That(Receive(receiver, 5500), Is.EqualTo("5500-6000"));
        Assert.That(Receive(receiver, 6000), Is.EqualTo("5500-6500"));
        Assert.That(Receive(receiver, 6500), Is.EqualTo("5500-7000"));
    }

    [Test]
    public void When_every_second_segment_is_lost_the_newest_block_comes_first()
    {
        // RFC 2018, 4, case 3.
        TcpReceiver receiver = new(TcpConfig.Default, Segment);

        Assert.That(Receive(receiver, 5000), Is.Empty);
        Assert.That(Receive(receiver, 6000), Is.EqualTo("6000-6500"));
        Assert.That(Receive(receiver, 7000), Is.EqualTo("7000-7500 6000-6500"));
        Assert.That(Receive(receiver, 8000), Is.EqualTo("8000-8500 7000-7500 6000-6500"));

        // The fourth segment, and then the second: the blocks it joins become one, and the acknowledged one goes.
        Assert.That(Receive(receiver, 6500), Is.EqualTo("6000-7500 8000-8500"));
        Assert.That(Receive(receiver, 5500), Is.EqualTo("8000-8500"));
    }

    [Test]
    public void A_duplicate_below_the_acknowledgment_is_reported_once()
    {
        // RFC 2883, 4.1.1: 3000-3499 comes a second time after everything was acknowledged.
        TcpReceiver receiver = new(TcpConfig.Default, Segment);
        Receive(receiver, 5000);
        Receive(receiver, 5500);

        receiver.OnDuplicate(Position(5000), Segment);

        Assert.That(Write(receiver), Is.EqualTo("5000-5500"));
        Assert.That(Write(receiver), Is.Empty);
    }

    [Test]
    public void A_duplicate_beyond_a_gap_is_followed_by_the_block_it_lies_in()
    {
        // RFC 2883, 4.1.2: a segment inside the block comes twice.
        TcpReceiver receiver = new(TcpConfig.Default, Segment);
        Receive(receiver, 5500);
        Receive(receiver, 6000);

        Assert.That(Receive(receiver, 5500), Is.EqualTo("5500-6000 5500-6500"));
        Assert.That(receiver.DuplicateBytes, Is.EqualTo(Segment));
    }

    [Test]
    public void Nothing_is_reported_while_all_comes_in_order()
    {
        TcpReceiver receiver = new(TcpConfig.Default, Segment);

        Assert.That(Receive(receiver, 5000) + Receive(receiver, 5500), Is.Empty);
    }

    private static long Position(uint sequenceNumber) => sequenceNumber - InitialSequenceNumber;

    private static string Receive(TcpReceiver receiver, uint sequenceNumber)
    {
        receiver.OnSegment(Position(sequenceNumber), Segment, fin: false);
        return Write(receiver);
    }

    private static string Write(TcpReceiver receiver)
    {
        if (!receiver.HasSackBlocks)
        {
            return "";
        }

        PacketOptions options = default;
        receiver.WriteSack(ref options, InitialSequenceNumber, RoomForThree);
        SackBlocks blocks = options.SackBlocks;
        return string.Join(
            ' ', Enumerable.Range(0, options.SackCount).Select(i => $"{blocks[i].Left}-{blocks[i].Right}"));
    }
}
