using System;
using System.Collections.Generic;
using Protocols.Congestion;
using Protocols.Core;
using Protocols.Tcp;

namespace Protocols.Mptcp.Schedulers;

/// <summary>
/// Blocking estimation (Ferlin et al., Networking 2016): leaves a slow subflow idle when what it would carry could fill
/// the receiver's window before the fast one is done (mptcp_blest.c, 0.95).
/// </summary>
public sealed class Blest : SegmentScheduler
{
    private const int InitialLambda = 1200;
    private const int SmallestLambda = 1000;
    private const int LargestLambda = 1300;
    private const int Decrease = 10;
    private const int Increase = 40;
    private const int MostRounds = 16;

    private readonly Dictionary<Subflow, Extremes> _extremes = [];
    private int _lambda = InitialLambda;
    private Instant? _lastUpdate;
    private bool _wasBlocked;

    private readonly record struct Extremes(Duration Smallest, Duration Largest);

    /// <inheritdoc/>
    public override string Name => "blest";

    /// <inheritdoc/>
    protected override Subflow? FindSubflow(MptcpConnection connection, long repeated, Instant now)
    {
        _lastUpdate ??= now;
        foreach (Subflow subflow in connection.Subflows)
        {
            if (subflow.IsUsable)
            {
                Learn(subflow);
            }
        }

        Subflow? slow = SubflowAvailability.Find(connection, repeated);
        Subflow? fast = Fastest.Of(connection);
        if (slow is null || fast is null || slow == fast)
        {
            return slow;
        }

        UpdateLambda(slow, now);
        TcpSender sender = slow.Tcp.Sender;
        long fastBytes = BytesDuring(fast, LingerTime(slow));
        long slowBytes = sender.WriteEnd - sender.Unacknowledged + slow.SegmentLength;
        long window = connection.SendQueue.WindowEnd - connection.SendQueue.Unacknowledged;
        return fastBytes > Math.Max(window - slowBytes, 0) ? null : slow;
    }

    /// <inheritdoc/>
    protected override void OnBlocked() => _wasBlocked = true;

    private void Learn(Subflow subflow)
    {
        Duration rtt = subflow.Tcp.Sender.SmoothedRtt;
        _extremes[subflow] = _extremes.TryGetValue(subflow, out Extremes known)
            ? new Extremes(Duration.Min(known.Smallest, rtt), Duration.Max(known.Largest, rtt))
            : new Extremes(rtt, rtt);
    }

    // Once in a round trip of the slow subflow: cautious after the window was full, bolder after it was not.
    private void UpdateLambda(Subflow slow, Instant now)
    {
        if (now - _lastUpdate!.Value < _extremes[slow].Smallest)
        {
            return;
        }

        _lambda += _wasBlocked ? Increase : -Decrease;
        _lambda = Math.Clamp(_lambda, SmallestLambda, LargestLambda);
        _wasBlocked = false;
        _lastUpdate = now;
    }

    // How long a segment that is sent now will be under way: more with a fuller window.
    private Duration LingerTime(Subflow slow)
    {
        Extremes rtt = _extremes[slow];
        int inFlight = slow.Tcp.Sender.Segments.InFlight + 1;
        int window = slow.Tcp.Sender.CongestionWindow.Packets;
        Duration estimate = inFlight >= window
            ? rtt.Largest
            : rtt.Smallest + (rtt.Largest - rtt.Smallest) * inFlight / window;
        return Duration.Max(slow.Tcp.Sender.SmoothedRtt, estimate);
    }

    // What the fast subflow will send meanwhile, with a window that grows as Reno's does.
    private long BytesDuring(Subflow fast, Duration time)
    {
        Extremes rtt = _extremes[fast];
        Duration average = (rtt.Smallest + rtt.Largest) / 2;
        long rounds = average == Duration.Zero ? 1 : time.Picoseconds / average.Picoseconds + 1;
        CongestionWindow window = fast.Tcp.Sender.CongestionWindow;
        long packets;
        if (window.SlowStartThreshold == CongestionWindow.Infinite)
        {
            rounds = Math.Min(rounds, MostRounds);
            packets = window.Packets * ((1L << (int)rounds) - 1);
        }
        else
        {
            packets = (Math.Max(window.Packets, window.SlowStartThreshold + 1) + (rounds - 1) / 2) * rounds;
        }

        return packets * fast.SegmentLength * _lambda / 1000;
    }
}
