using System;

namespace Protocols.Congestion;

/// <summary>Opportunistic linked increases (Khalili et al., CoNEXT 2012), as in mptcp_olia.c of the out-of-tree stack.</summary>
/// <remarks>
/// Increase for each packet acknowledged: (w_r / R_r^2) / (sum_i w_i / R_i)^2 + alpha_r / w_r. The paths that look best
/// by the data between losses take from those with the largest windows, unless they are the same. The module computes
/// it with 10 fractional bits, too few for windows of hundreds of packets; here it is exact.
/// </remarks>
public sealed class Olia : CoupledControl
{
    private long _acknowledged;
    private long _lastLoss;
    private long _lossBefore;
    private double _credit;

    /// <inheritdoc/>
    public override string Name => "olia";

    /// <summary>l_r: the larger of the bytes acknowledged since the last loss and between the two losses before.</summary>
    private long LossDistance => Math.Max(_acknowledged - _lastLoss, _lastLoss - _lossBefore);

    /// <summary>How good the path is by itself: l_r / R_r^2.</summary>
    private double Quality
    {
        get
        {
            double rtt = SmoothedRtt.Picoseconds;
            return LossDistance / (rtt * rtt);
        }
    }

    /// <inheritdoc/>
    public override void OnAcknowledged(CongestionWindow window, in AckSample sample) =>
        _acknowledged = sample.AckedEnd;

    /// <inheritdoc/>
    public override int ThresholdAfterLoss(CongestionWindow window)
    {
        if (_acknowledged != _lastLoss)
        {
            _lossBefore = _lastLoss;
            _lastLoss = _acknowledged;
        }

        return base.ThresholdAfterLoss(window);
    }

    /// <inheritdoc/>
    protected override void IncreaseCoupled(CoupledGroup group, CongestionWindow window, int acked)
    {
        double total = group.TotalRate(SmoothedRtt);
        double increase = window.Packets / (total * total) + Alpha(group) / window.Packets;
        _credit += acked * increase;
        int whole = (int)_credit;
        if (whole != 0)
        {
            _credit -= whole;
            window.Packets = Math.Max(window.Packets + whole, 1);
        }
    }

    // B: the paths of the best quality. M: those of the largest window. What B without M gains, M gives
    // (mptcp_get_epsilon).
    private double Alpha(CoupledGroup group)
    {
        int established = 0;
        int largest = 0;
        double best = 0;
        foreach (CoupledControl member in group.Members)
        {
            if (member.IsEstablished)
            {
                established++;
                largest = Math.Max(largest, member.SettledWindow);
                best = Math.Max(best, QualityOf(member));
            }
        }

        int withLargest = 0;
        int bestOnly = 0;
        foreach (CoupledControl member in group.Members)
        {
            if (member.IsEstablished && member.SettledWindow == largest)
            {
                withLargest++;
            }
            else if (member.IsEstablished && QualityOf(member) == best)
            {
                bestOnly++;
            }
        }

        if (bestOnly == 0)
        {
            return 0;
        }

        if (SettledWindow == largest)
        {
            return -1.0 / (established * withLargest);
        }

        return Quality == best ? 1.0 / (established * bestOnly) : 0;
    }

    private static double QualityOf(CoupledControl member) => member is Olia olia ? olia.Quality : 0;
}
