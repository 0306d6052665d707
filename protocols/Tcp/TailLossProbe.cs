using Protocols.Core;

namespace Protocols.Tcp;

/// <summary>
/// The probe that finds a loss at the end of a burst, where no later segment could report it (RFC 8985, 7).
/// </summary>
internal struct TailLossProbe
{
    private static readonly Duration _timeoutWithoutSample = Duration.FromSeconds(1);
    private static readonly Duration _slack = Duration.FromMilliseconds(2);

    private long _end;
    private bool _repeatsData;

    /// <summary>Whether a probe was sent whose fate is not known yet.</summary>
    public readonly bool IsOutstanding => _end != 0;

    /// <summary>Whether the outstanding probe repeats data (tlp_retrans).</summary>
    public readonly bool HasRepeatedData => _end != 0 && _repeatsData;

    /// <summary>SND.NXT when the outstanding probe was sent (tlp_high_seq).</summary>
    public readonly long End => _end;

    /// <summary>Whether a probe is to be sent now, whatever the congestion window says.</summary>
    public bool IsDue { get; private set; }

    /// <summary>
    /// How long to wait before a probe (PTO of RFC 8985, 7.2, as tcp_schedule_loss_probe computes it).
    /// </summary>
    public static Duration Timeout(in RttEstimator rtt, int segmentsOut, TcpConfig config)
    {
        if (!rtt.HasSample)
        {
            return _timeoutWithoutSample;
        }

        // A lone segment is acknowledged late: WCDelAckT is TCP_RTO_MIN in Linux.
        return rtt.Smoothed * 2 + (segmentsOut == 1 ? config.RtoMinimum : _slack);
    }

    /// <summary>The time for a probe has come.</summary>
    public void Demand()
    {
        if (_end == 0)
        {
            IsDue = true;
            _repeatsData = false;
        }
    }

    /// <summary>There is no new data to send: the probe repeats the last segment.</summary>
    public void RepeatData() => _repeatsData = true;

    /// <summary>There is nothing to probe with.</summary>
    public void Abandon() => IsDue = false;

    /// <summary>A segment was sent; if a probe was due, it was the probe.</summary>
    /// <param name="next">SND.NXT.</param>
    public void OnSent(long next)
    {
        if (IsDue)
        {
            IsDue = false;
            _end = next;
        }
    }

    /// <summary>The newest segment was not sent after all, for the first time or again: if it was the probe, there is none.</summary>
    /// <param name="next">SND.NXT.</param>
    /// <returns>Whether it was.</returns>
    public bool TakeBack(long next)
    {
        bool wasProbe = _repeatsData ? _end == next : _end > next;
        if (wasProbe)
        {
            Cancel();
        }

        return wasProbe;
    }

    /// <summary>The retransmission timer expired: the probe has not helped.</summary>
    public void Cancel()
    {
        IsDue = false;
        _end = 0;
        _repeatsData = false;
    }

    /// <summary>An acknowledgment arrived while a probe is outstanding (RFC 8985, 7.4.2; tcp_process_tlp_ack).</summary>
    /// <param name="ack">The position the peer expects next.</param>
    /// <param name="isReportedTwice">Whether the probe was reported as a duplicate.</param>
    /// <param name="isDuplicate">Whether the acknowledgment brought nothing new.</param>
    /// <returns>
    /// Whether the probe has repaired a loss: something behind the repeated segment was acknowledged, and no duplicate
    /// was reported before.
    /// </returns>
    public bool HasRepairedLoss(long ack, bool isReportedTwice, bool isDuplicate)
    {
        if (ack < _end)
        {
            return false;
        }

        bool hasRepaired = _repeatsData && !isReportedTwice && ack > _end;
        if (hasRepaired || !_repeatsData || isReportedTwice || isDuplicate)
        {
            Cancel();
        }

        return hasRepaired;
    }
}
