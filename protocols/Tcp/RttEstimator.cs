using Protocols.Core;

namespace Protocols.Tcp;

/// <summary>Smoothed round-trip time and retransmission timeout (RFC 6298) as Linux computes them.</summary>
/// <remarks>
/// Read tcp_rtt_estimator and tcp_set_rto (net/ipv4/tcp_input.c). Linux differs from the RFC: the variation has a floor
/// of RTO_min, so RTO >= srtt + 200 ms, and a shorter round trip does not raise the variation as a longer one does.
/// Microseconds, like the kernel; <c>srtt</c> is kept eightfold, the variation fourfold.
/// </remarks>
public struct RttEstimator
{
    private const long PicosecondsPerMicrosecond = 1_000_000;

    private long _srtt8;
    private long _deviation;
    private long _deviationMaximum;
    private long _variation;
    private long _roundEnd;

    /// <summary>An estimator without samples.</summary>
    public RttEstimator(TcpConfig config) => Rto = config.InitialRto;

    /// <summary>Whether there has been a sample.</summary>
    public readonly bool HasSample => _srtt8 != 0;

    /// <summary>The smoothed round-trip time; zero before the first sample.</summary>
    public readonly Duration Smoothed => new(_srtt8 * (PicosecondsPerMicrosecond / 8));

    /// <summary>The smallest round-trip time seen.</summary>
    public Duration Minimum { get; private set; }

    /// <summary>rttvar_us / 4: the mean deviation that enters the timeout.</summary>
    public readonly Duration Variation => new(_variation * PicosecondsPerMicrosecond / 4);

    /// <summary>The timeout without back-off (RFC 6298, 2.1 to 2.3; __tcp_set_rto).</summary>
    public Duration Rto { get; private set; }

    /// <summary>Takes a sample.</summary>
    /// <param name="sample">The round-trip time.</param>
    /// <param name="acknowledged">The stream position acknowledged so far (snd_una).</param>
    /// <param name="sent">The stream position sent so far (snd_nxt): the variation decays once in a round.</param>
    /// <param name="config">The host's tunables.</param>
    public void Add(Duration sample, long acknowledged, long sent, TcpConfig config)
    {
        Minimum = Minimum == Duration.Zero ? sample : Duration.Min(Minimum, sample);
        long microseconds = long.Max(sample.Picoseconds / PicosecondsPerMicrosecond, 1);
        long minimumVariation = config.RtoMinimum.Picoseconds / PicosecondsPerMicrosecond;
        if (_srtt8 == 0)
        {
            // RFC 6298, 2.2: SRTT <- R, RTTVAR <- R/2 (kept fourfold).
            _srtt8 = microseconds << 3;
            _deviation = microseconds << 1;
            _variation = long.Max(_deviation, minimumVariation);
            _deviationMaximum = _variation;
            _roundEnd = sent;
            SetRto(config);
            return;
        }

        long error = microseconds - (_srtt8 >> 3);
        _srtt8 += error;
        if (error < 0)
        {
            error = -error - (_deviation >> 2);

            // Linux differs: a shorter round trip moves the deviation by 1/32 only, so that RTO does not grow when
            // queues drain.
            if (error > 0)
            {
                error >>= 3;
            }
        }
        else
        {
            error -= _deviation >> 2;
        }

        _deviation += error;
        if (_deviation > _deviationMaximum)
        {
            _deviationMaximum = _deviation;
            _variation = long.Max(_variation, _deviationMaximum);
        }

        if (acknowledged > _roundEnd)
        {
            if (_deviationMaximum < _variation)
            {
                _variation -= (_variation - _deviationMaximum) >> 2;
            }

            _roundEnd = sent;
            _deviationMaximum = minimumVariation;
        }

        _srtt8 = long.Max(_srtt8, 1);
        SetRto(config);
    }

    private void SetRto(TcpConfig config) =>
        Rto = Duration.Min(new Duration(((_srtt8 >> 3) + _variation) * PicosecondsPerMicrosecond), config.RtoMaximum);
}
