using System;
using Protocols.Congestion;
using Protocols.Core;

namespace Protocols.Tcp;

/// <summary>
/// Measures how fast the path delivers, for controls that ask for it (draft-cheng-iccrg-delivery-rate-estimation;
/// net/ipv4/tcp_rate.c).
/// </summary>
/// <remarks>
/// Remembers for each segment in flight what had been delivered when it was sent last, in a ring beside the
/// scoreboard's, with the same indices. Only connections whose control is an <see cref="IRateControl"/> have one.
/// </remarks>
public sealed class DeliveryRate
{
    private const long Reported = -1;
    private const int SmallestRing = 16;

    private Snapshot[] _ring = new Snapshot[SmallestRing];
    private int _head;
    private int _count;
    private long _delivered;
    private long _deliveredAt;
    private long _firstSentAt;
    private long _appLimitedUntil;
    private bool _hasSample;
    private Snapshot _newest;
    private long _sendTime;

    private struct Snapshot
    {
        public long FirstSentAt;
        public long DeliveredAt;
        public long Delivered;
        public bool IsAppLimited;
    }

    /// <summary>Whether rates measured now may be the application's (app_limited).</summary>
    public bool IsAppLimited => _appLimitedUntil > 0;

    /// <summary>The application had nothing to send, or too little: rates say little until this many are delivered.</summary>
    public void LimitByApplication(int inFlight) => _appLimitedUntil = Math.Max(_delivered + inFlight, 1);

    /// <summary>A segment is sent for the first time; it comes behind all others.</summary>
    public void OnSent(Instant now)
    {
        if (_count == 0)
        {
            _firstSentAt = now.Picoseconds;
            _deliveredAt = now.Picoseconds;
        }

        if (_count == _ring.Length)
        {
            Grow();
        }

        _count++;
        Remember(_count - 1);
    }

    /// <summary>The segment with this index was sent again.</summary>
    public void OnSentAgain(int index) => Remember(index);

    /// <summary>A segment was cut in two: both parts were sent when it was.</summary>
    public void OnSplit(int index)
    {
        if (_count == _ring.Length)
        {
            Grow();
        }

        for (int i = _count; i > index; i--)
        {
            At(i) = At(i - 1);
        }

        _count++;
    }

    /// <summary>The segment with this index was delivered, if that was not known (tcp_rate_skb_delivered).</summary>
    /// <param name="index">The segment.</param>
    /// <param name="sentAt">When it was sent last, in picoseconds.</param>
    public void OnDelivered(int index, long sentAt)
    {
        ref Snapshot snapshot = ref At(index);
        if (snapshot.DeliveredAt == Reported)
        {
            return;
        }

        // The packet that was sent last tells most.
        if (!_hasSample || sentAt >= _firstSentAt)
        {
            _hasSample = true;
            _newest = snapshot;
            _firstSentAt = sentAt;
            _sendTime = sentAt - snapshot.FirstSentAt;
        }

        snapshot.DeliveredAt = Reported;
    }

    /// <summary>The oldest segment was acknowledged.</summary>
    public void RemoveOldest()
    {
        _head = (_head + 1) & (_ring.Length - 1);
        _count--;
    }

    /// <summary>An acknowledgment was processed: what it says of the rate (tcp_rate_gen).</summary>
    /// <param name="sample">What is known of it.</param>
    /// <param name="lost">How many packets it showed to be lost.</param>
    /// <param name="lostEver">How many were taken for lost in all.</param>
    /// <param name="minimumRtt">The smallest round-trip time seen.</param>
    /// <param name="isAckDelayed">Whether it may have come late: it was for a lone packet that was not full.</param>
    public RateSample Take(in AckSample sample, int lost, long lostEver, Duration minimumRtt, bool isAckDelayed)
    {
        long now = sample.Now.Picoseconds;
        _delivered += sample.AckedPackets;
        if (sample.AckedPackets > 0)
        {
            _deliveredAt = now;
        }

        if (_delivered > _appLimitedUntil)
        {
            _appLimitedUntil = 0;
        }

        // Sending and acknowledging are two stages of one pipe: the slower one shows its rate. What is faster than any
        // round trip cannot be.
        Duration interval = new(Math.Max(_sendTime, now - _newest.DeliveredAt));
        bool isValid = _hasSample && interval >= minimumRtt;
        _hasSample = false;
        return new RateSample
        {
            Now = sample.Now,
            AckedPackets = sample.AckedPackets,
            LostPackets = lost,
            PriorInFlight = sample.InFlight,
            Rtt = sample.Rtt,
            Delivered = isValid ? (int)(_delivered - _newest.Delivered) : -1,
            Interval = isValid ? interval : Duration.Zero,
            PriorDelivered = _newest.Delivered,
            IsAppLimited = _newest.IsAppLimited,
            IsAckDelayed = isAckDelayed,
            TotalDelivered = _delivered,
            TotalLost = lostEver,
            DeliveredAt = new Instant(_deliveredAt),
        };
    }

    private ref Snapshot At(int index) => ref _ring[(_head + index) & (_ring.Length - 1)];

    private void Remember(int index)
    {
        At(index) = new Snapshot
        {
            FirstSentAt = _firstSentAt,
            DeliveredAt = _deliveredAt,
            Delivered = _delivered,
            IsAppLimited = IsAppLimited,
        };
    }

    private void Grow()
    {
        Snapshot[] larger = new Snapshot[_ring.Length * 2];
        for (int i = 0; i < _count; i++)
        {
            larger[i] = At(i);
        }

        _ring = larger;
        _head = 0;
    }
}
