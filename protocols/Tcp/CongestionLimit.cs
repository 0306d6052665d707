using System;
using Protocols.Congestion;
using Protocols.Core;

namespace Protocols.Tcp;

/// <summary>
/// Whether the congestion window is what limits the sender, and its decay when it is not (RFC 7661 in spirit).
/// </summary>
/// <remarks>Read tcp_cwnd_validate, tcp_is_cwnd_limited and tcp_cwnd_application_limited in Linux.</remarks>
internal struct CongestionLimit
{
    private bool _isLimited;
    private int _mostPacketsOut;
    private long _usageEnd;
    private int _used;
    private Instant _lastFull;

    /// <summary>
    /// Whether the window may grow: it was full in the last round trip, or less than half of it was not, in slow start.
    /// </summary>
    public readonly bool IsLimited(CongestionWindow window) =>
        _isLimited || (window.InSlowStart && window.Packets < 2 * _mostPacketsOut);

    /// <summary>The connection starts.</summary>
    public void Reset(Instant now) => _lastFull = now;

    /// <summary>
    /// A burst has ended: notes how much of the window it used, and lets a window shrink that is not needed.
    /// </summary>
    /// <param name="sender">The sender.</param>
    /// <param name="isLimited">Whether the window was what ended it.</param>
    /// <param name="now">The time now.</param>
    public void OnBurstEnd(TcpSender sender, bool isLimited, Instant now)
    {
        int packetsOut = sender.Segments.Count;
        if (sender.Unacknowledged >= _usageEnd || isLimited || (!_isLimited && packetsOut > _mostPacketsOut))
        {
            _isLimited = isLimited;
            _mostPacketsOut = packetsOut;
            _usageEnd = sender.Next;
        }

        if (IsLimited(sender.CongestionWindow))
        {
            _used = 0;
            _lastFull = now;
        }
        else if (sender.Config.SlowStartAfterIdle && sender.RateControl is null)
        {
            Decay(sender, packetsOut, now);
        }
    }

    /// <summary>
    /// RFC 5681, 4.1: sending starts again after silence; halves the window for every timeout of it (tcp_cwnd_restart).
    /// </summary>
    public void RestartAfterIdle(TcpSender sender, Instant now)
    {
        Duration idle = now - sender.LastSent;
        Duration rto = sender.Rto;
        if (idle <= rto || sender.State != CongestionState.Open || !sender.Config.SlowStartAfterIdle
            || sender.RateControl is not null)
        {
            return;
        }

        CongestionWindow window = sender.CongestionWindow;
        int floor = Math.Min(sender.Config.InitialWindow, window.Packets);
        window.SlowStartThreshold = RaisedThreshold(window);
        for (Duration left = idle; left > rto && window.Packets > floor; left -= rto)
        {
            window.Packets = Math.Max(window.Packets >> 1, floor);
        }

        // The silence has been answered for: it does not count a second time as a window that was not full.
        _used = 0;
        _lastFull = now;
    }

    // The window was not full for longer than a timeout: halfway to what was used (tcp_cwnd_application_limited).
    private void Decay(TcpSender sender, int packetsOut, Instant now)
    {
        _used = Math.Max(_used, packetsOut);
        if (now - _lastFull < sender.Rto)
        {
            return;
        }

        CongestionWindow window = sender.CongestionWindow;
        int usedAtLeast = Math.Max(_used, sender.Config.InitialWindow);
        if (usedAtLeast < window.Packets)
        {
            window.SlowStartThreshold = RaisedThreshold(window);
            window.Packets = (window.Packets + usedAtLeast) >> 1;
        }

        _used = 0;
        _lastFull = now;
    }

    // ssthresh that remembers three quarters of the window (tcp_current_ssthresh).
    private static int RaisedThreshold(CongestionWindow window) =>
        Math.Max(window.SlowStartThreshold, (window.Packets >> 1) + (window.Packets >> 2));
}
