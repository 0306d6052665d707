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

    /// <summary>The retransmission timer expired: the probe has not helped.</summary>
    public void Cancel()
    {
        IsDue = false;
        _end = 0;
    }

    /// <summary>An acknowledgment arrived.</summary>
    /// <returns>
    /// Whether the probe has repaired a loss: the repeated segment was acknowledged, and no duplicate was reported
    /// (RFC 8985, 7.4.2; tcp_process_tlp_ack).
    /// </returns>
    public bool HasRepairedLoss(long ack, bool isDuplicateReport)
    {
        if (_end == 0 || ack < _end)
        {
            return false;
        }

        bool hasRepaired = _repeatsData && !isDuplicateReport;
        _end = 0;
        _repeatsData = false;
        return hasRepaired;
    }
}
