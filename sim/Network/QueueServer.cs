using Protocols.Core;
using Protocols.Net;
using Sim.Kernel;
using Sim.Queues;

namespace Sim.Network;

/// <summary>The sending end of a link that has a queue discipline or a changing rate: packets are held until their departure.</summary>
/// <remarks>
/// The slow and general counterpart of <see cref="Transmitter"/>: who leaves next is decided when the line is free, so each packet
/// costs an event at its departure, and one more where it has to wait for tokens or for an opportunity.
/// </remarks>
internal sealed class QueueServer : EventTarget
{
    private readonly IQueueDiscipline _discipline;
    private readonly IQueueServerOwner _owner;
    private ILine _line;
    private Packet _onLine;
    private bool _isTransmitting;
    private Instant _began;
    private Instant _due = Instant.Never;
    private Duration _busy;

    /// <summary>Idle.</summary>
    /// <param name="simulation">Its time.</param>
    /// <param name="discipline">Where packets wait.</param>
    /// <param name="line">What they leave on.</param>
    /// <param name="owner">Who is told.</param>
    public QueueServer(Simulation simulation, IQueueDiscipline discipline, ILine line, IQueueServerOwner owner)
        : base(simulation)
    {
        _discipline = discipline;
        _line = line;
        _owner = owner;
    }

    /// <summary>Packets whose last bit has left.</summary>
    public long SentPackets { get; private set; }

    /// <summary>Their bytes.</summary>
    public long SentBytes { get; private set; }

    /// <summary>Packets whose transmission has begun.</summary>
    public long ServedPackets { get; private set; }

    /// <summary>The sum of the times that these waited.</summary>
    public Duration QueueingTime { get; private set; }

    /// <summary>The longest time that was needed to send all that was held at one instant.</summary>
    public Duration PeakBacklog { get; private set; }

    /// <summary>The time spent transmitting up to now.</summary>
    public Duration BusyTime => _busy + (_isTransmitting ? Simulation.Now - _began : Duration.Zero);

    /// <summary>Bytes that have not departed, those of the packet under transmission included.</summary>
    public long HeldBytes => _discipline.Bytes + (_isTransmitting ? _onLine.FrameLength : 0);

    /// <summary>The line. A new one takes the next packet; where both are steady, also the rest of the one under transmission.</summary>
    public ILine Line
    {
        get => _line;
        set
        {
            ILine before = _line;
            _line = value;
            if (_isTransmitting)
            {
                Retime(before);
            }
            else
            {
                Serve();
            }
        }
    }

    /// <summary>Takes a packet that comes now; a refused one stays the caller's.</summary>
    public bool TryEnqueue(in Packet packet)
    {
        Instant now = Simulation.Now;
        if (!_discipline.TryEnqueue(packet, now, _owner))
        {
            return false;
        }

        if (_line.RateAt(now) is { BitsPerSecond: > 0 } rate)
        {
            PeakBacklog = Duration.Max(PeakBacklog, rate.TimeToSend(HeldBytes));
        }

        if (!_isTransmitting)
        {
            Serve();
        }

        return true;
    }

    /// <summary>Drops all that has not departed.</summary>
    public void Discard()
    {
        _discipline.Clear(Simulation.Now, _owner);
        if (_isTransmitting)
        {
            _isTransmitting = false;
            _busy += Simulation.Now - _began;
            ServedPackets--;
            _owner.OnRevoked(_onLine, _due);
        }

        _due = Instant.Never;
    }

    /// <inheritdoc/>
    public override void OnEvent()
    {
        if (Simulation.Now != _due)
        {
            // Left over from before the line changed.
            return;
        }

        _due = Instant.Never;
        if (_isTransmitting)
        {
            FinishTransmission();
        }

        Serve();
    }

    /// <summary>Begins the next transmission, if the line is free, something waits, and nothing holds it back.</summary>
    private void Serve()
    {
        Instant now = Simulation.Now;
        while (!_isTransmitting && _discipline.Packets > 0)
        {
            Instant begin = _line.BeginsAt(_discipline.ReadyAt(now));
            if (begin > now)
            {
                ExpectAt(begin);
                return;
            }

            if (!_discipline.TryDequeue(now, _owner, out QueuedPacket packet))
            {
                return;
            }

            Begin(packet, now);
        }
    }

    private void Begin(in QueuedPacket packet, Instant now)
    {
        _onLine = packet.Packet;
        _isTransmitting = true;
        _began = now;
        ServedPackets++;
        QueueingTime += now - packet.Arrival;
        Instant departure = _line.Transmit(_onLine, now);
        _owner.OnTransmitting(_onLine, departure);
        if (departure == now)
        {
            FinishTransmission();
        }
        else
        {
            ExpectAt(departure);
        }
    }

    private void FinishTransmission()
    {
        Packet packet = _onLine;
        _isTransmitting = false;
        _busy += Simulation.Now - _began;
        SentPackets++;
        SentBytes += packet.FrameLength;
        _owner.OnDeparted(packet);
    }

    private void Retime(ILine before)
    {
        Instant now = Simulation.Now;
        Instant departure = (_line, before) switch
        {
            (SteadyLine line, SteadyLine old) => now + line.Rescale(_due - now, old),
            _ when _due == Instant.Never => _line.Transmit(_onLine, _line.BeginsAt(now)),
            _ => _due,
        };
        if (departure != _due)
        {
            _owner.OnRetimed(_onLine, _due, departure);
            ExpectAt(departure);
        }
    }

    private void ExpectAt(Instant at)
    {
        if (at != _due)
        {
            _due = at;
            if (at != Instant.Never)
            {
                Simulation.Schedule(at, this);
            }
        }
    }
}
