using NUnit.Framework;
using Protocols.Core;
using Protocols.Tcp;

namespace Tests.Tcp;

/// <summary>
/// When data is acknowledged (RFC 9293, 3.8.6.3) in the numbers of Linux: quick at first, then every second segment or
/// after 40 ms.
/// </summary>
public class DelayedAckTests
{
    private static readonly Duration _rto = Duration.FromMilliseconds(300);
    private readonly TcpReceiver _receiver = new(TcpConfig.Default, segment: 1428);
    private DelayedAck _ack;

    [SetUp]
    public void Reset() => _ack = default;

    // tcp_incr_quickack: half as many as the window holds segments, at least 2, at most TCP_MAX_QUICKACKS = 16.
    [TestCase(0, 2)]
    [TestCase(10, 5)]
    [TestCase(45, 16)]
    public void The_first_segments_are_acknowledged_at_once(int windowSegments, int quickAcks)
    {
        TcpReceiver receiver = new(TcpConfig.Default, segment: 1428);
        receiver.OnAcknowledgmentSent(windowSegments * 1428);
        int atOnce = 0;
        while (IsAcknowledgedAtOnce(atMilliseconds: atOnce, receiver))
        {
            atOnce++;
            _ack.OnAckSent(isHalfFull: false);
        }

        Assert.That(atOnce, Is.EqualTo(quickAcks));
    }

    [Test]
    public void Then_a_single_segment_waits_for_forty_milliseconds()
    {
        PassQuickAcks();

        Assert.That(IsAcknowledgedAtOnce(atMilliseconds: 10), Is.False);
        Assert.That(_ack.Deadline, Is.EqualTo(At(50)));
    }

    [Test]
    public void A_second_segment_is_acknowledged_at_once()
    {
        PassQuickAcks();
        IsAcknowledgedAtOnce(atMilliseconds: 10);

        _ack.OnData(At(11), _receiver, _rto);
        _ack.Schedule(At(11), isMoreThanOneSegment: true, isUrgent: false, Duration.Zero);

        Assert.That(_ack.IsDueNow);
    }

    [Test]
    public void A_gap_is_reported_at_once()
    {
        PassQuickAcks();

        _ack.OnData(At(11), _receiver, _rto);
        _ack.Schedule(At(11), isMoreThanOneSegment: false, isUrgent: true, Duration.Zero);

        Assert.That(_ack.IsDueNow);
    }

    [Test]
    public void Silence_longer_than_the_timeout_brings_quick_acknowledgments_back()
    {
        PassQuickAcks();

        Assert.That(IsAcknowledgedAtOnce(atMilliseconds: 2 + 301));
    }

    [Test]
    public void A_deadline_that_was_needed_doubles_the_next_delay()
    {
        PassQuickAcks();
        IsAcknowledgedAtOnce(atMilliseconds: 10);
        _ack.OnTimer(_rto, TcpConfig.Default, At(50));
        _ack.OnAckSent(isHalfFull: false);

        // 40 ms doubled to 80; 50 ms later, less than that: 80/2 + 50 = 90 (tcp_event_data_recv).
        IsAcknowledgedAtOnce(atMilliseconds: 60);

        Assert.That(_ack.Deadline, Is.EqualTo(At(150)));
    }

    [Test]
    public void A_buffer_that_is_half_full_ends_the_quick_acknowledgments()
    {
        // __tcp_select_window: two are allowed at the start, and one was sent.
        Assert.That(IsAcknowledgedAtOnce(atMilliseconds: 1));
        _ack.OnAckSent(isHalfFull: true);

        Assert.That(IsAcknowledgedAtOnce(atMilliseconds: 2), Is.False);
    }

    private static Instant At(int milliseconds) => Instant.Zero + Duration.FromMilliseconds(milliseconds);

    private void PassQuickAcks()
    {
        for (int i = 1; i <= 2; i++)
        {
            IsAcknowledgedAtOnce(atMilliseconds: i);
            _ack.OnAckSent(isHalfFull: false);
        }
    }

    private bool IsAcknowledgedAtOnce(int atMilliseconds, TcpReceiver? receiver = null)
    {
        _ack.OnData(At(atMilliseconds), receiver ?? _receiver, _rto);
        _ack.Schedule(At(atMilliseconds), isMoreThanOneSegment: false, isUrgent: false, Duration.Zero);
        return _ack.IsDueNow;
    }
}
