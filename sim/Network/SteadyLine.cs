using Protocols.Core;
using Protocols.Net;

namespace Sim.Network;

/// <summary>A line of one rate.</summary>
/// <param name="rate">The rate, spent on frames; null: sending takes no time.</param>
internal sealed class SteadyLine(BitRate? rate) : ILine
{
    private readonly Serialization _serialization = new(rate);

    /// <inheritdoc/>
    public Instant BeginsAt(Instant now) => now;

    /// <inheritdoc/>
    public Instant Transmit(in Packet packet, Instant begin) => begin + new Duration(_serialization.TimeOf(packet.FrameLength));

    /// <inheritdoc/>
    public BitRate? RateAt(Instant now) => _serialization.Rate;

    /// <summary>How long the rest of a transmission takes here that took <paramref name="rest"/> more on another line.</summary>
    public Duration Rescale(Duration rest, SteadyLine before) => new(_serialization.Rescale(rest.Picoseconds, before._serialization));
}
