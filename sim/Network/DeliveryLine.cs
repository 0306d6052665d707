using Protocols.Core;
using Protocols.Net;

namespace Sim.Network;

/// <summary>A line that follows a <see cref="DeliveryTrace"/>, byte by byte as mm-link does (link_queue.cc).</summary>
/// <remarks>
/// Small packets share an opportunity, a large one takes several; it departs with the opportunity that its last byte takes. What is left
/// of an opportunity when nothing waits any more is lost, and so are those that come while nothing waits.
/// </remarks>
/// <param name="trace">The trace.</param>
internal sealed class DeliveryLine(DeliveryTrace trace) : ILine
{
    private static readonly Duration _rateWindow = Duration.FromMilliseconds(1000);

    private long _opportunity;
    private int _bytesLeft = DeliveryTrace.OpportunityBytes;

    /// <inheritdoc/>
    public Instant BeginsAt(Instant now)
    {
        MoveTo(now);
        return trace.At(_opportunity);
    }

    /// <inheritdoc/>
    public Instant Transmit(in Packet packet, Instant begin)
    {
        MoveTo(begin);
        int bytes = packet.Length + DeliveryTrace.PacketOverhead;
        while (bytes > _bytesLeft)
        {
            bytes -= _bytesLeft;
            TakeNext();
        }

        _bytesLeft -= bytes;
        return trace.At(_opportunity);
    }

    /// <summary>The mean rate over the whole second that an instant lies in: opportunities are too short to have a rate.</summary>
    public BitRate? RateAt(Instant now)
    {
        Instant from = now - new Duration(now.Picoseconds % _rateWindow.Picoseconds);
        long opportunities = trace.FirstFrom(from + _rateWindow) - trace.FirstFrom(from);
        return new BitRate(8 * DeliveryTrace.OpportunityBytes * opportunities);
    }

    private void MoveTo(Instant now)
    {
        if (trace.At(_opportunity) < now)
        {
            _opportunity = trace.FirstFrom(now);
            _bytesLeft = DeliveryTrace.OpportunityBytes;
        }
        else if (_bytesLeft == 0)
        {
            TakeNext();
        }
    }

    private void TakeNext()
    {
        _opportunity++;
        _bytesLeft = DeliveryTrace.OpportunityBytes;
    }
}
