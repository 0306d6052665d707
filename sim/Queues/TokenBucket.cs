using Protocols.Core;
using Protocols.Net;

namespace Sim.Queues;

/// <summary>A shaper: first in, first out, each frame when the bucket holds tokens for all its bytes (net/sched/sch_tbf.c).</summary>
/// <remarks>
/// Tokens are counted as time at the bucket's rate, as in the kernel. The kernel's second bucket for a peak rate is the rate of the
/// link itself here. Without a rate nothing is held back.
/// </remarks>
public sealed class TokenBucket : IQueueDiscipline
{
    private readonly TokenBucketSettings _settings;
    private readonly DropTail _queue;
    private BitRate? _rate;
    private Duration _depth;
    private Duration _tokens;
    private Instant _filledAt;
    private Instant _lastDeparture;

    /// <summary>A full bucket and an empty queue.</summary>
    public TokenBucket(TokenBucketSettings settings)
    {
        settings.Validate();
        _settings = settings;
        QueueLimit limit = settings is { Latency: { } latency, Rate: { } rate }
            ? QueueLimit.OfBytes(new ByteSize(rate.BytesIn(latency) + settings.Burst.Bytes))
            : settings.Latency is { } time ? QueueLimit.OfTime(time) : settings.Limit;
        _queue = new DropTail(limit);
        Fill(settings.Rate);
    }

    /// <inheritdoc/>
    public int Packets => _queue.Packets;

    /// <inheritdoc/>
    public long Bytes => _queue.Bytes;

    /// <inheritdoc/>
    public bool KeepsRate => _settings.Rate is null;

    /// <inheritdoc/>
    /// <remarks>Only where no line follows that takes time of its own.</remarks>
    public Instant? LastDeparture => KeepsRate ? _lastDeparture : null;

    /// <inheritdoc/>
    public void UseRate(BitRate? rate)
    {
        _queue.UseRate(_settings.Rate ?? rate);
        if (KeepsRate && rate != _rate)
        {
            Fill(rate);
        }
    }

    /// <inheritdoc/>
    public bool TryEnqueue(in Packet packet, Instant now, IDropReceiver drops)
    {
        if (packet.FrameLength > _settings.Burst.Bytes || !_queue.TryEnqueue(packet, now, drops))
        {
            return false;
        }

        // First in, first out: it leaves when there are tokens for all that waits, itself included.
        Duration needed = _rate?.TimeToSend(_queue.Bytes) ?? Duration.Zero;
        _lastDeparture = now + Duration.Max(needed - TokensAt(now), Duration.Zero);
        return true;
    }

    /// <inheritdoc/>
    public Instant ReadyAt(Instant now)
    {
        Duration missing = NeededForHead() - TokensAt(now);
        return missing > Duration.Zero ? now + missing : now;
    }

    /// <inheritdoc/>
    public bool TryDequeue(Instant now, IDropReceiver drops, out QueuedPacket packet)
    {
        if (_queue.Packets > 0)
        {
            _tokens = TokensAt(now) - NeededForHead();
            _filledAt = now;
        }

        return _queue.TryDequeue(now, drops, out packet);
    }

    /// <inheritdoc/>
    public void Clear(Instant now, IDropReceiver drops) => ((IQueueDiscipline)_queue).Clear(now, drops);

    private void Fill(BitRate? rate)
    {
        _rate = rate;
        _depth = rate?.TimeToSend(_settings.Burst.Bytes) ?? Duration.Zero;
        _tokens = _depth;
    }

    private Duration NeededForHead() => _rate?.TimeToSend(_queue.HeadLength) ?? Duration.Zero;

    private Duration TokensAt(Instant now) => Duration.Min(_tokens + (now - _filledAt), _depth);
}
