using System;

namespace Protocols.Tcp;

/// <summary>
/// Proportional Rate Reduction (RFC 6937 and its successor) as in Linux (tcp_input.c, tcp_cwnd_reduction).
/// </summary>
public struct ProportionalRateReduction
{
    private int _priorWindow;
    private int _delivered;
    private int _sent;

    /// <summary>Recovery begins with this window.</summary>
    public void Begin(int window)
    {
        _priorWindow = window;
        _delivered = 0;
        _sent = 0;
    }

    /// <summary>A packet was sent during recovery.</summary>
    public void OnSent() => _sent++;

    /// <summary>An acknowledgment arrived during recovery.</summary>
    /// <param name="newlyDelivered">Packets it acknowledged, cumulatively or selectively.</param>
    /// <param name="newlyLost">Packets newly taken for lost.</param>
    /// <param name="advances">Whether SND.UNA advanced.</param>
    /// <param name="inFlight">Packets in flight now.</param>
    /// <param name="threshold">The slow start threshold, in packets.</param>
    /// <returns>The window that lets the right number of packets out now.</returns>
    public int WindowAfter(int newlyDelivered, int newlyLost, bool advances, int inFlight, int threshold)
    {
        _delivered += newlyDelivered;
        int room = threshold - inFlight;
        int send;
        if (room < 0)
        {
            // RFC 6937, 3: CEIL(prr_delivered * ssthresh / RecoverFS) - prr_out.
            long target = ((long)threshold * _delivered + _priorWindow - 1) / _priorWindow;
            send = (int)(target - _sent);
        }
        else
        {
            send = Math.Max(_delivered - _sent, newlyDelivered);
            if (advances && newlyLost == 0)
            {
                send++;
            }

            send = Math.Min(room, send);
        }

        // The first packet of recovery, the fast retransmission, always goes out.
        send = Math.Max(send, _sent > 0 ? 0 : 1);
        return inFlight + send;
    }
}
