using System;
using Protocols.Core;

namespace Protocols.Congestion;

/// <summary>
/// BBR's long-term sampling: notices a policer by steady heavy loss at a constant rate, and then keeps to that rate
/// (tcp_bbr.c, bbr_lt_bw_sampling).
/// </summary>
internal struct PolicerDetection
{
    private const int FewestRounds = 4;
    private const int MostRounds = 4 * FewestRounds;
    private const int LossThreshold = 50;
    private const int Scale = 256;
    private const int SimilarRatio = Scale / 8;
    private const long SimilarBytesPerSecond = 4000 / 8;
    private const int RoundsInUse = 48;

    private bool _isSampling;
    private int _rounds;
    private long _lastDelivered;
    private long _lastLost;
    private Instant _lastStamp;

    /// <summary>Whether the path seems to be policed: <see cref="Rate"/> is the bandwidth.</summary>
    public bool IsPoliced { get; private set; }

    /// <summary>The long-term rate; zero while unknown.</summary>
    public PacketRate Rate { get; private set; }

    /// <summary>Forgets everything.</summary>
    public void Reset(in RateSample sample)
    {
        Rate = default;
        IsPoliced = false;
        _isSampling = false;
        BeginInterval(in sample);
    }

    /// <summary>Takes a sample.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="isRoundStart">Whether a round trip has begun.</param>
    /// <param name="isProbing">Whether BBR is in its steady state.</param>
    /// <param name="payload">The bytes of a full packet.</param>
    /// <returns>Whether the long-term rate is used no more, so that probing begins anew.</returns>
    public bool Update(in RateSample sample, bool isRoundStart, bool isProbing, int payload)
    {
        if (IsPoliced)
        {
            bool isOver = isProbing && isRoundStart && ++_rounds >= RoundsInUse;
            if (isOver)
            {
                Reset(in sample);
            }

            return isOver;
        }

        // The first loss says that the policer has no tokens left: what came before would be too high.
        if (!_isSampling && sample.LostPackets == 0)
        {
            return false;
        }

        if (!_isSampling)
        {
            BeginInterval(in sample);
            _isSampling = true;
        }

        Sample(in sample, isRoundStart, payload);
        return false;
    }

    private void Sample(in RateSample sample, bool isRoundStart, int payload)
    {
        _rounds += isRoundStart ? 1 : 0;
        if (sample.IsAppLimited || _rounds > MostRounds)
        {
            Reset(in sample);
            return;
        }

        // An interval ends with a loss, when the policer's tokens are used up again.
        if (_rounds < FewestRounds || sample.LostPackets == 0)
        {
            return;
        }

        long lost = sample.TotalLost - _lastLost;
        long delivered = sample.TotalDelivered - _lastDelivered;
        long milliseconds = (sample.DeliveredAt - _lastStamp).WholeMilliseconds;
        if (delivered > 0 && lost * Scale >= LossThreshold * delivered && milliseconds >= 1)
        {
            EndInterval(PacketRate.Of(delivered, milliseconds * 1000), in sample, payload);
        }
    }

    private void EndInterval(PacketRate rate, in RateSample sample, int payload)
    {
        PacketRate difference = new(Math.Abs(rate.Scaled - Rate.Scaled));
        bool isSimilar = Rate.Scaled > 0
            && (difference.Scaled * Scale <= SimilarRatio * Rate.Scaled
                || difference.BytesPerSecond(payload, Scale) <= SimilarBytesPerSecond);
        if (isSimilar)
        {
            Rate = new PacketRate((rate.Scaled + Rate.Scaled) >> 1);
            IsPoliced = true;
            _rounds = 0;
            return;
        }

        Rate = rate;
        BeginInterval(in sample);
    }

    private void BeginInterval(in RateSample sample)
    {
        _lastStamp = sample.DeliveredAt;
        _lastDelivered = sample.TotalDelivered;
        _lastLost = sample.TotalLost;
        _rounds = 0;
    }
}
