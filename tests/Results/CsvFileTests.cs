using System;
using System.Globalization;
using System.IO;
using System.Text;
using NUnit.Framework;
using Protocols.Core;
using Results.Recording;
using static Tests.Results.SampleRun;

namespace Tests.Results;

public class CsvFileTests
{
    [Test]
    public void Nics_are_cumulative_counters_at_every_interval()
    {
        string[] lines = Lines(NicsCsv.Write);

        Assert.That(lines[..4], Is.EqualTo(new[]
        {
            "time_s,nic,tx_bytes,rx_bytes,tx_packets,rx_packets,drops",
            "0.000000,push.nic1,0,0,0,0,0",
            "0.100000,push.nic1,50000,1000,50,50,0",
            "0.200000,push.nic1,100000,2000,100,100,0",
        }));
        Assert.That(lines, Has.Length.EqualTo(1 + (4 * 1001)));
        Assert.That(lines[^1], Does.StartWith("100.000000,client.nic2,"));
    }

    [Test]
    public void Links_show_how_much_of_the_rate_in_force_was_used_since_the_line_before()
    {
        // 31.25 MB in 50 s are 5 Mbit/s: half of 10 Mbit/s, and a quarter of 20 Mbit/s.
        Assert.That(Lines(LinksCsv.Write), Is.EqualTo(new[]
        {
            "time_s,link,queue_bytes,sent_bytes,sent_packets,dropped_packets,utilisation",
            "0.000000,isp1.push-isp1,0,0,0,0,",
            "50.000000,isp1.push-isp1,12500,31250000,30000,10000,0.5000",
            "100.000000,isp1.push-isp1,12500,62500000,60000,20000,0.2500",
        }));
    }

    [Test]
    public void Subflows_have_the_columns_of_the_contract()
    {
        string[] lines = Lines(SubflowsCsv.Write);

        Assert.That(lines[0], Is.EqualTo(
            "time_s,connection,subflow,local,remote,cwnd_packets,ssthresh_packets,srtt_ms,rto_ms,backoff,"
            + "in_flight_bytes,sent_bytes,acked_bytes,retransmitted_segments,stale,scheduled_bytes"));
        Assert.That(lines[1 + 30], Is.EqualTo(
            "30.000000,push-server,0,[fd00:1:1::2]:40000,[fd00:1:2::2]:1935,10,,20.500,221.000,0,14040,"
            + "15000000,14970000,10,1,15030000"));
        Assert.That(lines[1 + 101 + 50], Is.EqualTo(
            "50.000000,push-server,1,[fd00:2:1::2]:40000,[fd00:2:2::2]:1935,10,8,20.500,221.000,2,14040,"
            + "25000000,24950000,10,0,25050000"));
    }

    [Test]
    public void Connections_show_what_was_written_acknowledged_and_delivered()
    {
        string[] lines = Lines(ConnectionsCsv.Write);

        Assert.That(lines[0], Is.EqualTo(
            "time_s,connection,written_bytes,acked_bytes,delivered_bytes,send_queue_bytes,out_of_order_bytes,"
            + "receive_window_bytes,reinjected_bytes,duplicate_bytes,subflows"));
        Assert.That(lines[3], Is.EqualTo("2.000000,push-server,2000200,2000100,2000000,100,7,65535,4000,3000,2"));
        Assert.That(lines, Has.Length.EqualTo(102));
    }

    [Test]
    public void Playback_has_a_line_for_every_frame()
    {
        string[] lines = Lines(PlaybackCsv.Write);

        Assert.That(lines[0], Is.EqualTo("time_s,player,media_ms,kind,bytes,lateness_s,buffer_s"));
        Assert.That(lines[1], Is.EqualTo("1.000000,client,0,video,40000,0.000000,2.000000"));
        Assert.That(lines[1 + 601], Is.EqualTo("26.200000,client,24040,audio,40000,1.160000,0.840000"));
        Assert.That(lines, Has.Length.EqualTo(2476));
    }

    [TestCase(-1_500_000_000_000, "-1.500000")]
    [TestCase(-250_000_000_000, "-0.250000")]
    [TestCase(999_999_999_999, "0.999999")]
    [TestCase(-1, "0.000000")]
    public void Times_are_printed_to_the_microsecond_and_rounded_towards_zero(long picoseconds, string expected)
    {
        PlaybackEntry entry = new(At(0), 0, "video", 1, new Duration(picoseconds), Duration.Zero);
        RunRecord run = WithPlayer("p", entry);

        Assert.That(Lines(PlaybackCsv.Write, run)[1].Split(',')[5], Is.EqualTo(expected));
    }

    [TestCase("a,b", "\"a,b\"")]
    [TestCase("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [TestCase("Zürich; 1", "Zürich; 1")]
    public void Names_are_quoted_where_RFC_4180_asks_for_it(string name, string expected)
    {
        RunRecord run = WithPlayer(name, new PlaybackEntry(At(0), 0, "video", 1, Duration.Zero, Duration.Zero));

        Assert.That(Lines(PlaybackCsv.Write, run)[1], Is.EqualTo($"0.000000,{expected},0,video,1,0.000000,0.000000"));
    }

    // Printed by bwm-ng 0.6.3 (-o csv -T rate -t 500) for a veth device; its interval was 501 ms that time.
    [TestCase(2, "v0")]
    [TestCase(3, "total")]
    public void Bwm_ng_lines_are_those_of_the_real_program(int line, string name)
    {
        const string Real = "60231.54;2167.66;62399.20;1086;30176;63.87;21.96;85.83;11;32;0.00;0.00;0;0;"
            + "481852.31;17341.32;499193.62;8688;241408";
        RunRecord run = WithNics(new NicRecord
        {
            Host = "push",
            Name = "v0",
            Samples = [new(At(0), 1000, 2000, 5, 6, 0), new(At(0.501), 1000 + 30176, 2000 + 1086, 5 + 32, 6 + 11, 0)],
        });

        string[] ours = Lines((record, stream) => BwmNgCsv.Write(record, "push", stream), run)[line].Split(';')[1..];
        string[] theirs = [name, .. Real.Split(';')];

        Assert.That(ours, Has.Length.EqualTo(21 - 1));
        Assert.That(ours[0], Is.EqualTo(theirs[0]));
        for (int column = 1; column < ours.Length; column++)
        {
            // It multiplies by a single-precision number, which shows in the last digit of large rates.
            string format = theirs[column].Contains('.', StringComparison.Ordinal) ? @"^\d+\.\d\d$" : @"^\d+$";
            double expected = double.Parse(theirs[column], CultureInfo.InvariantCulture);
            Assert.That(ours[column], Does.Match(format));
            Assert.That(
                double.Parse(ours[column], CultureInfo.InvariantCulture), Is.EqualTo(expected).Within(0.02));
        }
    }

    [Test]
    public void Bwm_ng_files_hold_one_host_begin_with_zeros_and_end_every_sample_with_the_total()
    {
        string[] lines = Lines((record, stream) => BwmNgCsv.Write(record, "client", stream));

        Assert.That(lines[..3], Is.EqualTo(new[]
        {
            "0.000000;nic1;0.00;0.00;0.00;0;0;0.00;0.00;0.00;0;0;0.00;0.00;0;0;0.00;0.00;0.00;0;0",
            "0.000000;nic2;0.00;0.00;0.00;0;0;0.00;0.00;0.00;0;0;0.00;0.00;0;0;0.00;0.00;0.00;0;0",
            "0.000000;total;0.00;0.00;0.00;0;0;0.00;0.00;0.00;0;0;0.00;0.00;0;0;0.00;0.00;0.00;0;0",
        }));
        Assert.That(lines[5], Does.StartWith("0.100000;total;20000.00;1000000.00;1020000.00;100000;2000;"));
        Assert.That(lines, Has.Length.EqualTo(3 * 1001));
    }

    [Test]
    public void A_run_without_players_links_or_connections_has_headers_only()
    {
        RunRecord bare = NicsOnly();

        Assert.That(Lines(PlaybackCsv.Write, bare), Is.EqualTo(new[] { PlaybackCsv.Header }));
        Assert.That(Lines(LinksCsv.Write, bare), Is.EqualTo(new[] { LinksCsv.Header }));
        Assert.That(Lines(SubflowsCsv.Write, bare), Is.EqualTo(new[] { SubflowsCsv.Header }));
        Assert.That(Lines(ConnectionsCsv.Write, bare), Is.EqualTo(new[] { ConnectionsCsv.Header }));
    }

    private static RunRecord WithPlayer(string name, PlaybackEntry entry) => new()
    {
        Scenario = "one frame",
        Seed = 1,
        Duration = Duration.FromSeconds(1),
        Interval = Duration.FromMilliseconds(100),
        Stack = "model",
        Phases = [],
        Players = [new PlayerRecord { Name = name, Host = "h", StartedAt = Instant.Zero, Log = [entry] }],
        Engine = new EngineRecord(0, 0, 0, 0, 0),
    };

    private static RunRecord WithNics(params NicRecord[] nics) => new()
    {
        Scenario = "one interface",
        Seed = 1,
        Duration = Duration.FromSeconds(1),
        Interval = Duration.FromMilliseconds(100),
        Stack = "model",
        Phases = [],
        Nics = nics,
        Engine = new EngineRecord(0, 0, 0, 0, 0),
    };

    private static string[] Lines(Action<RunRecord, Stream> write) => Lines(write, FourPhases());

    private static string[] Lines(Action<RunRecord, Stream> write, RunRecord run)
    {
        using MemoryStream stream = new();
        write(run, stream);
        string text = Encoding.UTF8.GetString(stream.ToArray());
        Assert.That(text, Does.EndWith("\n"));
        return text[..^1].Split('\n');
    }
}
