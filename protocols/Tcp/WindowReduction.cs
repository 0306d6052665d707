using System;
using Protocols.Congestion;

namespace Protocols.Tcp;

/// <summary>
/// The reduction of the window in Recovery and CWR, spread over a round trip (tcp_init_cwnd_reduction to
/// tcp_end_cwnd_reduction).
/// </summary>
internal struct WindowReduction
{
    private ProportionalRateReduction _rate;

    /// <summary>The window will shrink to the threshold that the congestion control says.</summary>
    public void Begin(TcpSender sender)
    {
        CongestionWindow window = sender.CongestionWindow;
        _rate.Begin(window.Packets);
        window.SlowStartThreshold = sender.CongestionControl.ThresholdAfterLoss(window);
        window.ClearCredits();
        sender.Probe.Cancel();
        sender.Ecn.OnReduction();
    }

    /// <summary>A packet was sent.</summary>
    public void OnSent() => _rate.OnSent();

    /// <summary>An acknowledgment delivered packets: unless the congestion control does it itself, sets the window that lets the right number out.</summary>
    public void Apply(TcpSender sender, int delivered, int newlyLost, bool advances)
    {
        if (sender.RateControl is not null)
        {
            return;
        }

        CongestionWindow window = sender.CongestionWindow;
        window.Packets = _rate.WindowAfter(
            delivered, newlyLost, advances, sender.Segments.InFlight, window.SlowStartThreshold);
    }

    /// <summary>The reduction is over.</summary>
    public static void End(TcpSender sender)
    {
        CongestionWindow window = sender.CongestionWindow;
        if (sender.RateControl is null && window.SlowStartThreshold < CongestionWindow.Infinite)
        {
            window.Packets = window.SlowStartThreshold;
        }
    }

    /// <summary>
    /// The threshold to remember: outside of a reduction three quarters of the window at least (tcp_current_ssthresh).
    /// </summary>
    public static int CurrentThreshold(CongestionWindow window, bool isReducing) => isReducing
        ? window.SlowStartThreshold
        : Math.Max(window.SlowStartThreshold, (window.Packets >> 1) + (window.Packets >> 2));
}
