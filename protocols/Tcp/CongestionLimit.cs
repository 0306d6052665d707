using System;
using Protocols.Congestion;
using Protocols.Core;

namespace Protocols.Tcp;

/// <summary>Whether the congestion window is what limits the sender, and its decay when it is not (RFC 7661 in spirit).</summary>
/// <remarks>Read tcp_cwnd_validate, tcp_is_cwnd_limited and tcp_cwnd_application_limited in Linux.</remarks>
internal struct CongestionLimit
{
    private bool _isLimited;
    private int _mostPacketsOut;
    private long _usageEnd;
    private int _used;
    private Instant _lastFull;

    /// <summary>Whether the window may grow: it was full in the last round trip, or less than half of it was not, in slow start.</summary>
    public readonly bool IsLimited(CongestionWindow window) =>
        _isLimited || (window.InSlowStart && window.Packets < 2 * _mostPacketsOut);

    /// <summary>ssthresh that remembers three quarters of the window (tcp_current_ssthresh).</summary>
    public static int RaisedThreshold(CongestionWindow window) =>
        Math.Max(window.SlowStartThreshold, (window.Packets >> 1) + (window.Packets >> 2));

    /// <summary>The connection starts.</summary>
    public void Reset(Instant now) => _lastFull = now;

    /// <summary>Notes, at the end of a burst, how much of the window was used.</summary>
    public void Note(bool isLimited, int packetsOut, long unacknowledged, long next)
    {
        if (unacknowledged >= _usageEnd || isLimited || (!_isLimited && packetsOut > _mostPacketsOut))
        {
            _isLimited = isLimited;
            _mostPacketsOut = packetsOut;
            _usageEnd = next;
        }
    }

    /// <summary>Notes the use, and lets a window shrink that was not full for longer than a retransmission timeout.</summary>
    public void Validate(
        CongestionWindow window,
        bool isLimited,
        int packetsOut,
        long unacknowledged,
        long next,
        Instant now,
        Duration rto,
        int initialWindow)
    {
        Note(isLimited, packetsOut, unacknowledged, next);
        if (IsLimited(window))
        {
            _used = 0;
            _lastFull = now;
            return;
        }

        _used = Math.Max(_used, packetsOut);
        if (now - _lastFull < rto)
        {
            return;
        }

        int usedAtLeast = Math.Max(_used, initialWindow);
        if (usedAtLeast < window.Packets)
        {
            window.SlowStartThreshold = RaisedThreshold(window);
            window.Packets = (window.Packets + usedAtLeast) >> 1;
        }

        _used = 0;
        _lastFull = now;
    }
}
