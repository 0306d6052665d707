using Protocols.Core;
using Protocols.Net;

namespace Sim.Queues;

/// <summary>Random early detection: first in, first out; packets that come are dropped or marked at random while the average queue is long.</summary>
/// <remarks>
/// Floyd and Jacobson, 1993, with "gentle" as in Floyd's note of 2000. Linux keeps the average as a scaled integer and draws a number
/// once per drop; the distribution is the same.
/// </remarks>
public sealed class Red : IQueueDiscipline
{
    private readonly RedSettings _settings;
    private readonly RandomStream _random;
    private readonly bool _countsBytes;
    private PacketFifo _queue = new(new PacketStore());
    private RedAverage _average;
    private QueueBound _bound;
    private Duration _transmission;
    private int _sinceLast = -1;

    /// <summary>An empty queue.</summary>
    /// <param name="settings">The parameters.</param>
    /// <param name="random">Decides whom it hits.</param>
    public Red(RedSettings settings, RandomStream random)
    {
        settings.Validate();
        _settings = settings;
        _random = random;
        _countsBytes = settings.Minimum.Kind == QueueLimitKind.Bytes;
        _average = new RedAverage(settings.Weight);
        _bound = new QueueBound(settings.Limit, null);
    }

    /// <inheritdoc/>
    public int Packets => _queue.Packets;

    /// <inheritdoc/>
    public long Bytes => _queue.Bytes;

    /// <inheritdoc/>
    public bool KeepsRate => false;

    /// <summary>The average queue, in packets or bytes as the thresholds are.</summary>
    public double AverageQueue => _average.Value;

    /// <summary>Packets marked instead of dropped.</summary>
    public long MarkedPackets { get; private set; }

    /// <inheritdoc/>
    public void UseRate(BitRate? rate)
    {
        _transmission = rate?.TimeToSend(_settings.MeanFrame) ?? Duration.Zero;
        _bound = new QueueBound(_settings.Limit, rate);
    }

    /// <inheritdoc/>
    public bool TryEnqueue(in Packet packet, Instant now, IDropReceiver drops)
    {
        _average.OnArrival(_countsBytes ? _queue.Bytes : _queue.Packets, now, _transmission);
        Packet taken = packet;
        if (IsHit(packet.FrameLength) && !TryMark(ref taken))
        {
            return false;
        }

        if (!_bound.HasRoom(_queue.Packets, _queue.Bytes, packet.FrameLength))
        {
            _sinceLast = 0;
            return false;
        }

        _queue.Add(taken, now);
        return true;
    }

    /// <inheritdoc/>
    public Instant ReadyAt(Instant now) => now;

    /// <inheritdoc/>
    public bool TryDequeue(Instant now, IDropReceiver drops, out QueuedPacket packet)
    {
        bool isAny = _queue.Packets > 0;
        packet = isAny ? _queue.Take() : default;
        if (isAny && _queue.Packets == 0)
        {
            _average.OnEmpty(now);
        }

        return isAny;
    }

    /// <summary>Decides about a packet that comes.</summary>
    private bool IsHit(int frame)
    {
        double probability = Probability();
        if (probability is <= 0 or >= 1)
        {
            _sinceLast = probability <= 0 ? -1 : 0;
            return probability > 0;
        }

        if (_countsBytes)
        {
            probability *= (double)frame / _settings.MeanFrame;
        }

        // Section 7, method 2: p_b / (1 - count p_b) makes the number of packets between two hits uniform, not geometric.
        _sinceLast++;
        bool isHit = _sinceLast * probability >= 1 || _random.NextDouble() < probability / (1 - _sinceLast * probability);
        _sinceLast = isHit ? 0 : _sinceLast;
        return isHit;
    }

    /// <summary>p_b of the paper: how likely the average makes a hit, before the spacing between hits is looked at.</summary>
    private double Probability()
    {
        double average = _average.Value;
        double minimum = _settings.Minimum.Amount;
        double maximum = _settings.Maximum.Amount;
        if (average < minimum)
        {
            return 0;
        }

        if (average < maximum)
        {
            return _settings.MaximumProbability * (average - minimum) / (maximum - minimum);
        }

        return _settings.IsGentle && average < 2 * maximum
            ? _settings.MaximumProbability + (1 - _settings.MaximumProbability) * (average - maximum) / maximum
            : 1;
    }

    private bool TryMark(ref Packet packet)
    {
        // RFC 3168, 7: above the upper threshold packets are dropped, also those of ECN-capable transports.
        bool isMarked = _settings.MarksCongestion && _average.Value < _settings.Maximum.Amount && CongestionMark.TrySet(ref packet);
        MarkedPackets += isMarked ? 1 : 0;
        return isMarked;
    }
}
