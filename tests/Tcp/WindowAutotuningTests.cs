using NUnit.Framework;
using Protocols.Core;
using Protocols.Tcp;

namespace Tests.Tcp;

/// <summary>
/// The receive buffer's growth, against what the tracepoint <c>tcp:tcp_rcvbuf_grow</c> of Linux 6.18 says of one download over a line of
/// 1 Mbit/s: MSS 1428, <c>rcvbuf=131072</c>.
/// </summary>
public class WindowAutotuningTests
{
    private const int Segment = 1428;
    private static readonly Instant _start = Instant.Zero + Duration.FromSeconds(1);

    [Test]
    public void What_still_waits_to_be_read_counts_against_what_was_read()
    {
        // time=96862 rtt_us=86375 copied=24276 inq=4284 space=14280, and then space=19992.
        WindowAutotuning buffer = New();
        buffer.OnRoundTrip(Duration.FromMicroseconds(86_375), isDrained: true);

        long inRound = buffer.Measure(24_276, 4_284, 0, _start);

        Assert.That(inRound, Is.EqualTo(19_992));
        Assert.That(buffer.IsRoundOver(_start + Duration.FromMicroseconds(86_374)), Is.False);
        Assert.That(buffer.IsRoundOver(_start + Duration.FromMicroseconds(86_375)), Is.True);

        // copied=28560 inq=0 space=19992, and then window_clamp=106080.
        Assert.That(buffer.Measure(24_276 + 28_560, 0, 0, _start + Duration.FromMilliseconds(900)), Is.EqualTo(28_560));
        Assert.That(buffer.Capacity, Is.EqualTo(106_080).Within(1));
    }

    [Test]
    public void A_round_with_less_than_before_changes_nothing()
    {
        WindowAutotuning buffer = New();

        Assert.That(buffer.Measure(14_280, 0, 0, _start), Is.Zero);
        Assert.That(buffer.Capacity, Is.EqualTo(65_536));
    }

    [Test]
    public void What_waits_for_something_missing_has_room_besides()
    {
        // tcp_data_queue_ofo: 2 x 14280 and the span, once that is more than the 65536 bytes that there are.
        WindowAutotuning buffer = New();

        buffer.OnOutOfOrder(30_000);
        Assert.That(buffer.Capacity, Is.EqualTo(65_536));
        buffer.OnOutOfOrder(50_000);
        Assert.That(buffer.Capacity, Is.EqualTo(78_560));
    }

    [Test]
    public void A_shorter_round_trip_counts_at_once_and_a_longer_one_by_an_eighth_if_the_application_keeps_up()
    {
        // tcp_rcv_rtt_update.
        WindowAutotuning buffer = New();
        buffer.OnRoundTrip(Duration.FromMilliseconds(80), isDrained: true);
        buffer.OnRoundTrip(Duration.FromMilliseconds(40), isDrained: false);
        Assert.That(buffer.RoundTrip, Is.EqualTo(Duration.FromMilliseconds(40)));

        buffer.OnRoundTrip(Duration.FromMilliseconds(200), isDrained: false);
        Assert.That(buffer.RoundTrip, Is.EqualTo(Duration.FromMilliseconds(40)));
        buffer.OnRoundTrip(Duration.FromMilliseconds(200), isDrained: true);
        Assert.That(buffer.RoundTrip, Is.EqualTo(Duration.FromMilliseconds(60)));
    }

    private static WindowAutotuning New() => new(TcpConfig.Default, Segment);
}
