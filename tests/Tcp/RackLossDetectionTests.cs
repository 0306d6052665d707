using System;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Net;
using Protocols.Tcp;

namespace Tests.Tcp;

/// <summary>RFC 8985, 6, on a path of 100 ms with one segment sent each millisecond.</summary>
public class RackLossDetectionTests
{
    private static readonly Duration _rtt = Duration.FromMilliseconds(100);

    private Scoreboard _segments;
    private RackLossDetection _rack;

    [SetUp]
    public void SendTenSegments()
    {
        _segments = new Scoreboard(new SentSegmentPool());
        _rack = default;
        for (int i = 0; i < 10; i++)
        {
            _segments.Add(1 + i * 1000, 1000, Milliseconds(i).Picoseconds, SegmentStatus.None);
        }
    }

    [Test]
    public void A_gap_waits_for_a_quarter_of_the_round_trip()
    {
        Sack(1);

        Duration wait = Detect(atMilliseconds: 101, out int newlyLost);

        // Lost at 0 + 100 + 25 ms; the kernel's timer has 2 ms of slack.
        Assert.That(newlyLost, Is.Zero);
        Assert.That(wait, Is.EqualTo(Duration.FromMilliseconds(125 - 101 + 2)));
    }

    [Test]
    public void A_gap_is_lost_when_the_reordering_window_has_passed()
    {
        Sack(1);

        Duration wait = Detect(atMilliseconds: 125, out int newlyLost);

        Assert.That((newlyLost, wait), Is.EqualTo((1, Duration.Zero)));
        Assert.That(_segments[0].Status, Is.EqualTo(SegmentStatus.Lost));
    }

    [Test]
    public void Three_segments_behind_a_gap_prove_the_loss_at_once()
    {
        Sack(1);
        Sack(2);
        Detect(atMilliseconds: 102, out int afterTwo);
        Sack(3);
        Detect(atMilliseconds: 103, out int afterThree);

        Assert.That((afterTwo, afterThree), Is.EqualTo((0, 1)));
    }

    [Test]
    public void On_a_path_that_reorders_three_segments_are_no_proof()
    {
        _rack.OnReordering();
        Sack(1);
        Sack(2);
        Sack(3);

        Duration wait = Detect(atMilliseconds: 103, out int newlyLost);

        Assert.That((newlyLost, wait), Is.EqualTo((0, Duration.FromMilliseconds(125 - 103 + 2))));
    }

    [Test]
    public void What_was_sent_after_the_newest_delivered_segment_is_not_lost()
    {
        Sack(5);

        Detect(atMilliseconds: 400, out int newlyLost);

        Assert.That(newlyLost, Is.EqualTo(5), "segments 0 to 4");
        Assert.That(_segments[6].Status, Is.EqualTo(SegmentStatus.None));
    }

    [Test]
    public void A_lost_retransmission_is_found_behind_segments_that_were_sent_later()
    {
        _segments.MarkLost(ref _segments[0]);
        _segments.MarkRetransmitted(ref _segments[0], Milliseconds(103).Picoseconds);
        _rack.OnRetransmitted(in _segments[0], in _segments);
        _segments.Add(10_001, 1000, Milliseconds(104).Picoseconds, SegmentStatus.None);
        Sack(10);

        Detect(atMilliseconds: 203 + 25, out int newlyLost, inRecovery: true);

        Assert.That(_segments[0].Status & SegmentStatus.Retransmitted, Is.EqualTo(SegmentStatus.None));
        Assert.That(newlyLost, Is.EqualTo(10), "the retransmission, and the nine of the first flight");
    }

    [Test]
    public void A_retransmission_acknowledged_sooner_than_any_round_trip_says_nothing()
    {
        _segments.MarkLost(ref _segments[9]);
        _segments.MarkRetransmitted(ref _segments[9], Milliseconds(150).Picoseconds);
        _rack.OnRetransmitted(in _segments[9], in _segments);

        _rack.OnDelivered(in _segments[9], Instant.Zero + Duration.FromMilliseconds(160), _rtt);

        Detect(atMilliseconds: 400, out int newlyLost);
        Assert.That(newlyLost, Is.Zero);
    }

    private static Duration Milliseconds(int count) => Duration.FromMilliseconds(count);

    private void Sack(int index)
    {
        Instant arrival = new Instant(_segments[index].SentAt) + _rtt;
        _rack.OnDelivered(in _segments[index], arrival, _rtt);
        _segments.MarkSacked(ref _segments[index]);
    }

    [Test]
    public void Probes_of_a_path_without_losses_do_not_pile_up()
    {
        // Tail loss probes are remembered as retransmissions, but as long as nothing is lost nobody asks for them.
        ProbeAgainAndAgain(times: 100);
        long before = GC.GetAllocatedBytesForCurrentThread();
        ProbeAgainAndAgain(times: 10_000);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private void ProbeAgainAndAgain(int times)
    {
        for (int i = 1; i <= times; i++)
        {
            while (_segments.Count > 0)
            {
                _segments.RemoveOldest();
            }

            _segments.Add(i * 100, 100, sentAt: i, SegmentStatus.None);
            _segments.MarkRetransmitted(ref _segments[0], sentAt: i + 1);
            _rack.OnRetransmitted(in _segments[0], in _segments);
        }
    }

    private Duration Detect(int atMilliseconds, out int newlyLost, bool inRecovery = false) => _rack.DetectLoss(
        ref _segments, Instant.Zero + Milliseconds(atMilliseconds), inRecovery, _rtt, _rtt, out newlyLost);
}
