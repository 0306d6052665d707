using System;
using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using Protocols.Congestion;
using Protocols.Core;
using Protocols.Net;
using Protocols.Tcp;

namespace Tests.Tcp;

/// <summary>
/// A sender with segments of 1,000 bytes on a path of 100 ms, whose acknowledgments the tests write by hand. Segment n
/// starts at 1 + 1000 n.
/// </summary>
public class TcpSenderTests
{
    private const int Segment = 1000;

    private TcpSender _sender = null!;
    private Instant _now;

    [SetUp]
    public void Establish() => _sender = NewSender(TcpConfig.Default);

    [Test]
    public void The_initial_window_is_ten_packets()
    {
        Assert.That(Write(segments: 20), Is.EqualTo(Enumerable.Range(0, 10)));
    }

    [Test]
    public void Slow_start_sends_two_segments_for_each_one_acknowledged()
    {
        Write(segments: 100);
        After(100);

        Assert.That(Acknowledge(2), Is.EqualTo((int[])[10, 11, 12, 13]));
    }

    [Test]
    public void A_lost_segment_is_sent_again_when_three_behind_it_have_arrived()
    {
        Write(segments: 10);
        After(100);

        Assert.That(Acknowledge(0, (1, 2)), Is.Empty);
        Assert.That(Acknowledge(0, (1, 3)), Is.Empty);
        Assert.That(Acknowledge(0, (1, 4)), Is.EqualTo((int[])[0]));
        Assert.That(_sender.State, Is.EqualTo(CongestionState.Recovery));
        Assert.That(_sender.CongestionWindow.SlowStartThreshold, Is.EqualTo(5));
    }

    [Test]
    public void A_recovery_ends_when_all_that_was_sent_before_it_is_acknowledged()
    {
        Write(segments: 10);
        After(100);
        Acknowledge(0, (1, 4));
        After(100);

        Acknowledge(9);
        Assert.That(_sender.State, Is.EqualTo(CongestionState.Recovery));
        Acknowledge(10);

        Assert.That(_sender.State, Is.EqualTo(CongestionState.Open));
        Assert.That(_sender.CongestionWindow.Packets, Is.EqualTo(5));
    }

    [Test]
    public void A_loss_probe_repeats_the_last_segment_after_two_round_trips()
    {
        Write(segments: 4);

        // RFC 8985, 7.2: PTO = 2 SRTT; Linux adds 2 ms. There is nothing new to send.
        Assert.That(_sender.TimerPurpose, Is.EqualTo(SenderTimerPurpose.LossProbe));
        Assert.That(_sender.Deadline, Is.EqualTo(At(202)));
        Assert.That(RunTimer(), Is.EqualTo((int[])[3]));
        Assert.That(_sender.Timeouts, Is.Zero);
    }

    [Test]
    public void A_lone_segment_is_probed_later_for_its_acknowledgment_may_be_delayed()
    {
        Write(segments: 1);

        // 2 x 100 + 200 ms, but not later than the timeout of 3 x 100 ms.
        Assert.That(_sender.Deadline, Is.EqualTo(At(300)));
    }

    [Test]
    public void A_probe_that_repaired_a_loss_halves_the_window()
    {
        Write(segments: 4);
        RunTimer();
        Write(segments: 1);
        After(100);

        // RFC 8985, 7.4.2: only an acknowledgment beyond the probe tells the probe from its original.
        Acknowledge(4);
        Assert.That(_sender.CongestionWindow.SlowStartThreshold, Is.EqualTo(CongestionWindow.Infinite));
        Acknowledge(5);

        Assert.That(_sender.CongestionWindow.SlowStartThreshold, Is.EqualTo(5));
        Assert.That(_sender.State, Is.EqualTo(CongestionState.Open));
    }

    [Test]
    public void A_probe_that_was_not_needed_changes_nothing()
    {
        Write(segments: 4);
        RunTimer();
        After(100);

        // RFC 8985, 7.4.2: the duplicate is reported by D-SACK.
        Acknowledge(4, (3, 4));

        Assert.That(_sender.CongestionWindow.SlowStartThreshold, Is.EqualTo(CongestionWindow.Infinite));
    }

    [Test]
    public void A_timeout_sends_the_oldest_segment_with_a_window_of_one_and_doubles_itself()
    {
        _sender = NewSender(new TcpConfig { TailLossProbes = false });
        Write(segments: 10);

        Assert.That(_sender.Deadline, Is.EqualTo(At(300)));
        Assert.That(RunTimer(), Is.EqualTo((int[])[0]));
        Assert.That(_sender.State, Is.EqualTo(CongestionState.Loss));
        Assert.That(_sender.CongestionWindow.SlowStartThreshold, Is.EqualTo(5));

        // RFC 6298, 5.5: 300, then 600, then 1,200 ms.
        Assert.That(_sender.Deadline, Is.EqualTo(At(300 + 600)));
        RunTimer();
        Assert.That(_sender.Deadline, Is.EqualTo(At(900 + 1200)));
        Assert.That(_sender.CongestionWindow.SlowStartThreshold, Is.EqualTo(5), "the same loss");
    }

    [Test]
    public void After_a_timeout_slow_start_sends_the_rest_again()
    {
        _sender = NewSender(new TcpConfig { TailLossProbes = false });
        Write(segments: 10);
        RunTimer();
        After(100);

        Assert.That(Acknowledge(1), Is.EqualTo((int[])[1, 2]));
        After(100);
        Assert.That(Acknowledge(3), Is.EqualTo((int[])[3, 4, 5, 6]));
    }

    [Test]
    public void A_connection_whose_peer_is_silent_is_given_up_after_tcp_retries2_timeouts()
    {
        _sender = NewSender(new TcpConfig { TailLossProbes = false, Retries2 = 3 });
        Write(segments: 1);
        int timeouts = 0;
        while (!_sender.HasGivenUp)
        {
            RunTimer();
            timeouts++;
        }

        Assert.That(timeouts, Is.EqualTo(4));

        // 300 + 600 + 1200 ms, and 2,400 ms until nothing more is tried.
        Assert.That(_now, Is.EqualTo(At(4500)));
    }

    [Test]
    public void After_silence_the_window_halves_for_every_timeout_but_not_below_the_initial_one()
    {
        Write(segments: 60);
        for (int round = 0; round < 3; round++)
        {
            After(100);
            Acknowledge((int)(_sender.Next / Segment));
        }

        int window = _sender.CongestionWindow.Packets;
        Assert.That(window, Is.GreaterThan(40));
        After((int)(2.5 * 300));

        // RFC 5681, 4.1, as Linux does it: two timeouts of silence.
        Write(segments: 1);

        Assert.That(_sender.CongestionWindow.Packets, Is.EqualTo(Math.Max(window / 4, 10)));
        Assert.That(_sender.CongestionWindow.SlowStartThreshold, Is.EqualTo(CongestionWindow.Infinite));
    }

    [Test]
    public void What_arrived_beyond_a_gap_gives_no_round_trip_when_the_gap_is_filled()
    {
        Write(segments: 10);
        After(100);
        Acknowledge(0, (1, 10));
        After(100);

        // RFC 6298, 3: neither the retransmission nor the segments that were reported 100 ms ago.
        Acknowledge(10);

        Assert.That(_sender.SmoothedRtt, Is.EqualTo(Duration.FromMilliseconds(100)));
    }

    [Test]
    public void An_acknowledgment_that_covers_a_retransmission_gives_no_round_trip()
    {
        Write(segments: 3);
        Duration before = _sender.SmoothedRtt;
        RunTimer();
        RunTimer();
        After(5000);

        // The probe repeated the last segment and the timeout the first one; the one between was sent once.
        // RFC 6298, 3 (Karn): nobody knows which copy was acknowledged, nor when the segment beside it really arrived.
        Acknowledge(3);

        Assert.That(_sender.RetransmittedSegments, Is.Positive);
        Assert.That(_sender.SmoothedRtt, Is.EqualTo(before));
    }

    [Test]
    public void A_closed_window_is_probed_with_the_retransmission_timeout_and_its_back_off()
    {
        TcpSender sender = new(TcpConfig.Default, new NewReno(), queue: null, new SentSegmentPool()) { MaximumPayload = Segment };
        sender.Establish(window: 0, Duration.FromMilliseconds(100), Instant.Zero);
        sender.WriteEnd += Segment;
        sender.TryNext(Instant.Zero, out _);

        // RFC 9293, 3.8.6.1.
        Assert.That(sender.TimerPurpose, Is.EqualTo(SenderTimerPurpose.WindowProbe));
        Assert.That(sender.Deadline, Is.EqualTo(At(300)));
        Assert.That(sender.OnTimer(At(300)), "a probe is to be sent");
        Assert.That(sender.Deadline, Is.EqualTo(At(900)));

        sender.OnWindow(end: 1 + Segment, At(1000));

        Assert.That(sender.TryNext(At(1000), out SegmentToSend segment));
        Assert.That(segment, Is.EqualTo(new SegmentToSend(1, Segment, Fin: false, -1)));
    }

    [Test]
    public void What_pacing_held_back_and_is_needed_no_more_is_not_waited_for()
    {
        _sender = NewSender(TcpConfig.Default with { Pacing = true });
        Write(segments: 10);
        After(100);

        // The retransmission of segment 0 makes that of segment 4 wait; then all arrive after all, and there is nothing to send.
        Acknowledge(0, (1, 4));
        Acknowledge(0, (1, 4), (5, 9));
        Instant held = _sender.Deadline;
        Assert.That(held, Is.GreaterThan(_now).And.LessThan(_now + Duration.FromMilliseconds(50)));
        AckDetails details = new(-new Duration(1), IsPure: true, EchoesCongestion: false);
        _sender.OnAcknowledgment(Position(10), [], in details, _now);
        Assert.That(_sender.MayHaveSegments, Is.False);
        _sender.OnTimer(held);

        Assert.That(_sender.Deadline, Is.EqualTo(Instant.Never));
    }

    private static Instant At(int milliseconds) => Instant.Zero + Duration.FromMilliseconds(milliseconds);

    private TcpSender NewSender(TcpConfig config)
    {
        _now = Instant.Zero;
        TcpSender sender = new(config, new NewReno(), queue: null, new SentSegmentPool()) { MaximumPayload = Segment };
        sender.Establish(window: 1_000_000, Duration.FromMilliseconds(100), _now);
        return sender;
    }

    private void After(int milliseconds) => _now += Duration.FromMilliseconds(milliseconds);

    private List<int> Write(int segments)
    {
        _sender.WriteEnd += segments * Segment;
        return Send();
    }

    /// <summary>The peer has all segments below <paramref name="segments"/>, and those of the ranges.</summary>
    private List<int> Acknowledge(int segments, params (int From, int To)[] sacked)
    {
        SackBlock[] blocks = [.. sacked.Select(range => new SackBlock(Position(range.From), Position(range.To)))];
        AckDetails details = new(-new Duration(1), IsPure: true, EchoesCongestion: false);
        _sender.OnAcknowledgment(Position(segments), blocks, in details, _now);
        return Send();
    }

    private List<int> RunTimer()
    {
        _now = _sender.Deadline;
        _sender.OnTimer(_now);
        return Send();
    }

    private List<int> Send()
    {
        List<int> sent = [];
        while (_sender.TryNext(_now, out SegmentToSend segment))
        {
            _sender.Commit(in segment, _now);
            sent.Add((int)(segment.Start / Segment));
        }

        return sent;
    }

    private static uint Position(int segment) => (uint)(1 + segment * Segment);
}
