using System;
using Protocols.Congestion;
using Protocols.Core;

namespace Protocols.Tcp;

/// <summary>
/// Remembers what the window was before a reduction, and whether the retransmissions since then were needed: when none
/// was, the reduction is undone (tcp_init_undo, tcp_may_undo, tcp_undo_cwnd_reduction).
/// </summary>
/// <remarks>
/// Proof is either that a duplicate was reported for every retransmission (RFC 3708), or that an acknowledgment echoes a
/// timestamp from before the first of them (Eifel, RFC 3522). Made with a sender's first retransmission.
/// </remarks>
internal sealed class ReductionUndo
{
    private long _marker;
    private int _unproven;
    private int _priorWindow;
    private int _priorThreshold;

    /// <summary>retrans_stamp: when the first retransmission of this episode was sent; null while none was.</summary>
    public Instant? FirstRetransmission { get; private set; }

    /// <summary>Whether every retransmission was reported as a duplicate.</summary>
    public bool IsProvenByDuplicates => _marker != 0 && _unproven == 0;

    /// <summary>A reduction begins.</summary>
    /// <param name="sender">Whose window is reduced.</param>
    /// <param name="priorWindow">The window before, in packets.</param>
    /// <param name="priorThreshold">The slow start threshold before, in packets; 0 to keep the reduction in any case.</param>
    public void Begin(TcpSender sender, int priorWindow, int priorThreshold)
    {
        _marker = sender.Unacknowledged;
        _priorWindow = priorWindow;
        _priorThreshold = priorThreshold;

        // What is in flight again may still be reported as a duplicate. Without any, 0 would mean "all were proven".
        int inFlight = sender.Segments.Retransmitted + (sender.Probe.HasRepeatedData ? 1 : 0);
        _unproven = inFlight > 0 ? inFlight : -1;
    }

    /// <summary>A reduction for which there will be no undoing: the network has asked for it (tcp_enter_cwr).</summary>
    public void Forget() => _marker = 0;

    /// <summary>The peer has echoed a congestion mark: the window stays reduced, whatever became of the segments.</summary>
    public void KeepReduction() => _priorThreshold = 0;

    /// <summary>A segment was sent again.</summary>
    public void OnRetransmitted(Instant now)
    {
        FirstRetransmission ??= now;
        _unproven = Math.Max(_unproven, 0) + 1;
    }

    /// <summary>A duplicate of so many segments was reported; it ends at this position (tcp_check_dsack).</summary>
    public void OnDuplicateReport(long end, int segments)
    {
        if (_marker != 0 && _unproven > 0 && end > _marker)
        {
            _unproven = Math.Max(_unproven - segments, 0);
        }
    }

    /// <summary>Nothing that was sent again is under way: the next retransmission begins a new episode.</summary>
    public void ForgetRetransmissions() => FirstRetransmission = null;

    /// <summary>
    /// Whether the acknowledgment was caused by an original: it echoes a time before the first retransmission, or there
    /// was none yet (tcp_packet_delayed).
    /// </summary>
    /// <param name="echoRtt">The time since the echoed timestamp was sent; negative without one.</param>
    /// <param name="now">The time now.</param>
    public bool IsProvenByTime(Duration echoRtt, Instant now)
    {
        if (_marker == 0 || FirstRetransmission is not { } first)
        {
            return _marker != 0;
        }

        // Timestamps count whole milliseconds, and so must this comparison.
        long since = now.SinceStart.WholeMilliseconds - first.SinceStart.WholeMilliseconds;
        return echoRtt >= Duration.Zero && echoRtt.WholeMilliseconds > since;
    }

    /// <summary>Gives back the window and the threshold, unless they are to be kept.</summary>
    public void Restore(CongestionWindow window, ICongestionControl congestionControl)
    {
        if (_priorThreshold != 0)
        {
            window.Packets = congestionControl.WindowAfterUndo(window, _priorWindow);
            window.SlowStartThreshold = Math.Max(window.SlowStartThreshold, _priorThreshold);
        }

        _marker = 0;
    }
}
