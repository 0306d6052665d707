using System;
using System.Linq;
using NUnit.Framework;
using Protocols.Net;
using Protocols.Tcp;

namespace Tests.Tcp;

public class ScoreboardTests
{
    private const int Length = 100;

    [Test]
    public void Packets_in_flight_are_those_out_less_sacked_and_lost_plus_retransmitted()
    {
        Scoreboard board = WithSegments(10);
        board.MarkSacked(ref board[5]);
        board.MarkSacked(ref board[6]);
        board.MarkLost(ref board[0]);
        board.MarkLost(ref board[1]);
        Assert.That(board.InFlight, Is.EqualTo(10 - 2 - 2));

        board.MarkRetransmitted(ref board[0], sentAt: 7);

        Assert.That(board.InFlight, Is.EqualTo(10 - 2 - 2 + 1));
        Assert.That(board[0].SentAt, Is.EqualTo(7));
    }

    [Test]
    public void A_retransmission_that_is_lost_again_leaves_the_flight()
    {
        Scoreboard board = WithSegments(3);
        board.MarkLost(ref board[0]);
        board.MarkRetransmitted(ref board[0], sentAt: 7);

        board.MarkLost(ref board[0]);

        Assert.That((board.Lost, board.Retransmitted, board.InFlight), Is.EqualTo((1, 0, 2)));
        Assert.That(board[0].Status, Is.EqualTo(SegmentStatus.Lost | SegmentStatus.EverRetransmitted));
    }

    [TestCase(0, 0)]
    [TestCase(Length - 1, 0)]
    [TestCase(Length, 1)]
    [TestCase(5 * Length, 5)]
    [TestCase(9 * Length, 5, Description = "the sixth segment is sacked: what lies behind it is not counted")]
    public void Originals_below_an_acknowledgment_are_counted_up_to_the_first_that_is_marked(int acknowledged, int expected)
    {
        Scoreboard board = WithSegments(10);
        uint start = board[0].Start;
        board.MarkSacked(ref board[5]);

        int count = board.CountOriginals(start + (uint)acknowledged);
        board.RemoveOriginals(count);

        Assert.That((count, board.Count, board.Sacked), Is.EqualTo((expected, 10 - expected, 1)));
        Assert.That(board[0].Start, Is.EqualTo(start + (uint)(expected * Length)));
    }

    [Test]
    public void A_segment_that_is_sacked_is_lost_no_more()
    {
        Scoreboard board = WithSegments(2);
        board.MarkLost(ref board[1]);
        board.MarkRetransmitted(ref board[1], sentAt: 7);

        board.MarkSacked(ref board[1]);

        Assert.That((board.Sacked, board.Lost, board.Retransmitted), Is.EqualTo((1, 0, 0)));
    }

    [Test]
    public void Removing_the_oldest_takes_its_marks_along()
    {
        Scoreboard board = WithSegments(3);
        board.MarkSacked(ref board[0]);

        board.RemoveOldest();

        Assert.That((board.Count, board.Sacked), Is.EqualTo((2, 0)));
        Assert.That(board[0].Start, Is.EqualTo(1 + Length));
    }

    [Test]
    public void Segments_keep_their_order_when_the_ring_wraps_and_grows()
    {
        Scoreboard board = WithSegments(8);
        for (int i = 0; i < 5; i++)
        {
            board.RemoveOldest();
        }

        for (int i = 8; i < 100; i++)
        {
            board.Add(1 + i * Length, Length, sentAt: i, SegmentStatus.None);
        }

        long[] sentAt = [.. Enumerable.Range(0, board.Count).Select(i => board[i].SentAt)];
        Assert.That(sentAt, Is.EqualTo(Enumerable.Range(5, 95)));
    }

    [Test]
    public void A_position_is_found_across_the_wrap_of_the_sequence_space()
    {
        Scoreboard board = new(new SentSegmentPool());
        long start = (1L << 32) - 250;
        for (int i = 0; i < 5; i++)
        {
            board.Add(start + i * Length, Length, sentAt: i, SegmentStatus.None);
        }

        Assert.That(board.IndexOf(unchecked((uint)start)), Is.Zero);
        Assert.That(board.IndexOf(0), Is.EqualTo(2), "250 bytes behind the start");
        Assert.That(board.IndexOf(249), Is.EqualTo(4));
        Assert.That(board.IndexOf(250), Is.EqualTo(5), "behind all");
    }

    [Test]
    public void Both_parts_of_a_split_segment_keep_its_marks_but_only_the_second_its_fin()
    {
        Scoreboard board = new(new SentSegmentPool());
        board.Add(1, Length, sentAt: 3, SegmentStatus.None);
        board.Add(1 + Length, Length + 1, sentAt: 4, SegmentStatus.Fin);
        board.MarkLost(ref board[1]);

        board.Split(1, 30);

        Assert.That((board.Count, board.Lost), Is.EqualTo((3, 2)));
        Assert.That((board[1].Start, board[1].Length), Is.EqualTo((1u + Length, (ushort)30)));
        Assert.That((board[2].Start, board[2].Length), Is.EqualTo((1u + Length + 30, (ushort)71)));
        Assert.That(board[1].Status, Is.EqualTo(SegmentStatus.Lost));
        Assert.That(board[2].Status, Is.EqualTo(SegmentStatus.Lost | SegmentStatus.Fin));
    }

    [Test]
    public void Segments_keep_their_order_while_the_window_slides_and_grows()
    {
        Scoreboard board = WithSegments(300);
        for (int i = 300; i < 1_000; i++)
        {
            board.RemoveOldest();
            board.Add(1 + i * Length, Length, sentAt: i, SegmentStatus.None);
            board.Add(1 + i * Length, Length, sentAt: -i, SegmentStatus.None);
            board.RemoveNewest();
        }

        Scoreboard slid = board;
        Assert.That(
            Enumerable.Range(0, board.Count).Select(i => slid[i].SentAt), Is.EqualTo(Enumerable.Range(700, 300).Select(i => (long)i)));
    }

    [Test]
    public void What_one_sender_gives_back_another_one_takes()
    {
        SentSegmentPool pool = new();
        Scoreboard first = new(pool);
        Fill(ref first, 64);
        Scoreboard second = new(pool);
        Fill(ref second, 1);
        first.RemoveOriginals(64);
        Fill(ref first, 1);
        first.RemoveOriginals(1);
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int round = 0; round < 100; round++)
        {
            Fill(ref second, 32);
            second.RemoveOriginals(32);
            Fill(ref first, 32);
            first.RemoveOriginals(32);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That((first.Count, second.Count), Is.EqualTo((0, 1)));
    }

    private static Scoreboard WithSegments(int count)
    {
        Scoreboard board = new(new SentSegmentPool());
        Fill(ref board, count);
        return board;
    }

    private static void Fill(ref Scoreboard board, int count)
    {
        for (int i = 0; i < count; i++)
        {
            board.Add(1 + i * Length, Length, sentAt: i, SegmentStatus.None);
        }
    }
}
