using System;
using System.Linq;
using Experiments.Scenario.Records;
using Experiments.Scenario.Writing;
using NUnit.Framework;
using Protocols.Core;

namespace Tests.Scenario;

/// <summary>What the file says is what the records say.</summary>
public class ScenarioReaderTests
{
    private const string Everything = """
        name: everything
        description: Every key once.
        duration: 1 min
        seed: 42
        ip: dual
        mtu: 1400 B
        isps:
          isp1: { rate: 10 Mbit/s, delay: 5 ms, queue: 50 ms, loss: 0.1 %, mtu: 1280 B, discipline: codel }
        peerings: []
        routers: [r1, r2]
        links:
          - { name: core, between: [r1, r2], rate: 100 Mbit/s, delay: 20 ms, queue: 2 bdp, rtt: 40 ms,
              discipline: droptail }
          - { name: a-r1, between: [a, r1], rate: 1 Gbit/s, queue: 100 packets }
          - { name: r2-b, between: [r2, b], rate: 1 Gbit/s, queue: 64 KiB }
          - { name: up, between: [isp1, r2], rate: 1 Gbit/s }
        hosts:
          a: { nics: { n1: a-r1, n2: { to: isp1, rate: 2 Mbit/s, addresses: [fd00::1, 10.0.0.1] } },
            stack: { kind: kernel } }
          b: { nics: { n1: r2-b } }
        stack: { profile: linux-6.18, transport: tcp, scheduler: ecf,
          sysctl: { net.ipv4.tcp_rmem: 4096 131072 33554432 } }
        applications:
          - { name: srv, kind: rtmp-server, host: b, port: 1936, gop-cache: false, queue: 5 s, writes: per-chunk,
              chunk-size: 4096 B }
          - { name: pub, kind: rtmp-push, host: a, to: rtmp://b:1936/live/x, media: synthetic, writes: 1400 B,
              start: 1 s,
              source: { rate: 8 Mbit/s, frame-rate: 29.97, gop: 2 s, audio-rate: 0 bit/s } }
          - { name: see, kind: rtmp-client, host: a, from: rtmp://b:1936/live/x, buffer: 1 MiB, start-after: 0 s,
              stop: 50 s }
          - { name: big, kind: bulk, from: a, to: b, bytes: 10 MB, transport: mptcp, congestion: lia,
              subflows: [[n1, n1], [n2, n1]],
              via: [[core], [isp1, up]] }
          - { name: two, kind: bulk, pairs: [[a, b], [b, a]], subflows: 8 }
          - { name: per, kind: bulk, pairs: permutation }
          - { name: dat, kind: datagrams, from: a, to: b, rate: 5 Mbit/s, size: 1000 B, gap: exponential,
              on: uniform(0 ms, 20 ms),
              off: pareto(1.5, 200 ms), via: [core] }
          - { name: poi, kind: datagrams, from: a, to: b, size: "uniform(100 B, 1500 B)", gap: exponential(2 ms) }
        timeline:
          - { at: 30 s, set: { target: core, rate: 2 Mbit/s, delay: 80 ms, loss: 1 % } }
          - { at: 10 s, block: [isp1, a.n1], where: sender }
          - { at: 20 s, unblock: isp1, down: a.n1 }
          - { at: 40 s, up: a.n1, remove-endpoint: a.n2, add-endpoint: [a.n2] }
        record: { interval: 10 ms, warm-up: 5 s, pcap: [a.n1, b.n1] }
        expect: [players.see.stalls == 0]
        sweep:
          parameters: { isps.isp1.delay: [5 ms, 20 ms], stack.congestion: [cubic, bbr] }
          where: not (stack.congestion == bbr and isps.isp1.delay == 20 ms)
          repetitions: 10
          figures: [{ x: isps.isp1.delay, y: players.see.stall_time_s, by: stack.congestion }]

        """;

    private static ScenarioDefinition Read() => ScenarioCase.ReadValid(Everything);

    [Test]
    public void The_head_is_read()
    {
        ScenarioDefinition scenario = Read();

        Assert.That(
            (scenario.Name, scenario.Description, scenario.Duration.ToString(), scenario.Seed, scenario.Ip,
                scenario.Mtu.Bytes),
            Is.EqualTo(("everything", "Every key once.", "60 s", 42L, IpFamilies.Dual, 1400L)));
    }

    [Test]
    public void Without_a_name_the_file_gives_it() =>
        Assert.That(ScenarioCase.ReadValid(ScenarioCase.Valid).Name, Is.EqualTo("case"));

    [Test]
    public void The_properties_of_links_are_read()
    {
        ScenarioDefinition scenario = Read();
        LinkSettings access = scenario.Isps.Single().Access;

        Assert.That(
            (access.Rate, access.Delay, access.Queue, access.Loss, access.Mtu, access.Discipline?.Name.Name),
            Is.EqualTo((new BitRate(10_000_000), Duration.FromMilliseconds(5),
                new QueueLimit.Time(Duration.FromMilliseconds(50)), 0.001, new ByteSize(1280), "codel")));
        Assert.That(scenario.Links.Select(link => link.Settings.Queue), Is.EqualTo(new QueueLimit?[]
        {
            new QueueLimit.BandwidthDelayProduct(2),
            new QueueLimit.Packets(100),
            new QueueLimit.Bytes(new ByteSize(65536)),
            null,
        }));
    }

    [Test]
    public void A_NIC_overrides_the_access_link_of_its_ISP()
    {
        ScenarioDefinition scenario = Read();

        LinkSettings settings = scenario.Hosts[0].Nics[1].Access.Over(scenario.Isps[0].Access);

        Assert.That(
            (settings.Rate, settings.Delay), Is.EqualTo((new BitRate(2_000_000), Duration.FromMilliseconds(5))));
    }

    [Test]
    public void The_stack_of_a_host_overrides_that_of_the_scenario()
    {
        ScenarioDefinition scenario = Read();

        StackDefinition stack = scenario.StackOf(scenario.Hosts[0]);

        Assert.That(
            (stack.Kind, stack.Transport, stack.Scheduler?.Name, stack.Sysctl.Single().Value),
            Is.EqualTo((StackKind.Kernel, TransportKind.Tcp, "ecf", "4096 131072 33554432")));
        Assert.That(scenario.StackOf(scenario.Hosts[1]).Kind, Is.Null);
    }

    [Test]
    public void Streaming_applications_are_read()
    {
        ScenarioDefinition scenario = Read();
        RtmpServerApplication server = scenario.Applications.OfType<RtmpServerApplication>().Single();
        RtmpPushApplication push = scenario.Applications.OfType<RtmpPushApplication>().Single();
        RtmpClientApplication client = scenario.Applications.OfType<RtmpClientApplication>().Single();

        Assert.That(
            (server.Port, server.GopCache, server.Queue.Seconds, server.Writes?.ToString(), server.ChunkSize?.Bytes),
            Is.EqualTo((1936, false, 5.0, "per-chunk", (long?)4096)));
        Assert.That(
            (push.To.Host.Name, push.To.Port, push.To.App, push.To.Stream, push.Writes?.ToString(), push.Start.Seconds),
            Is.EqualTo(("b", 1936, "live", "x", "1400 B", 1.0)));
        Assert.That(((MediaDefinition.Source)push.Media).Settings, Is.EqualTo(new SourceSettings
        {
            Rate = new BitRate(8_000_000),
            FrameRate = 29.97,
            Gop = Duration.FromMilliseconds(2000),
            AudioRate = new BitRate(0),
        }));
        Assert.That(
            (client.Buffer.Bytes, client.StartAfter, client.Stop?.Seconds),
            Is.EqualTo((1048576L, Duration.Zero, (double?)50)));
    }

    [Test]
    public void Load_applications_are_read()
    {
        ScenarioDefinition scenario = Read();
        BulkApplication[] bulk = [.. scenario.Applications.OfType<BulkApplication>()];
        DatagramsApplication[] datagrams = [.. scenario.Applications.OfType<DatagramsApplication>()];

        Assert.That(
            bulk[0].Subflows.Select(subflow => $"{subflow.Source}-{subflow.Destination}"),
            Is.EqualTo(new[] { "n1-n1", "n2-n1" }));
        Assert.That(bulk[0].Via.Select(hops => string.Join(' ', hops)), Is.EqualTo(new[] { "core", "isp1 up" }));
        Assert.That(bulk[1].SubflowCount, Is.EqualTo(8));
        Assert.That(bulk[2].Pairs, Is.InstanceOf<TrafficPairs.Permutation>());
        Assert.That(
            (datagrams[0].Size, datagrams[0].Gap, datagrams[0].On, datagrams[0].Off),
            Is.EqualTo((new Distribution.Constant(1000), new Distribution.Exponential(null),
                new Distribution.Uniform(0, 0.02), new Distribution.Pareto(1.5, 0.2))));
        Assert.That(
            (datagrams[1].Size, datagrams[1].Gap),
            Is.EqualTo((new Distribution.Uniform(100, 1500), new Distribution.Exponential(0.002))));
    }

    [Test]
    public void The_timeline_is_ordered_by_time() => Assert.That(
        Read().Timeline.Select(entry => $"{entry.At}: {entry}"), Is.EqualTo(new[]
        {
            "10 s: block isp1 and a.n1 at the sender",
            "20 s: unblock isp1, down a.n1",
            "30 s: set core to 2 Mbit/s, 80 ms, 1 % loss",
            "40 s: up a.n1, remove-endpoint a.n2, add-endpoint a.n2",
        }));

    [Test]
    public void Actions_at_one_instant_happen_in_the_order_written() => Assert.That(
        ScenarioCase.ReadValid(ScenarioCase.With("block: isp2", "unblock: isp2, block: isp1"))
            .Timeline.Single().ToString(),
        Is.EqualTo("unblock isp2, block isp1"));

    [Test]
    public void The_sweep_is_read()
    {
        SweepDefinition sweep = Read().Sweep!;

        Assert.That(
            sweep.Parameters.Select(parameter => $"{parameter.Path}: {string.Join(", ", parameter.Values)}"),
            Is.EqualTo(new[] { "isps.isp1.delay: 5 ms, 20 ms", "stack.congestion: cubic, bbr" }));
        Assert.That((sweep.Repetitions, sweep.Figures.Single().By?.Name), Is.EqualTo((10, "stack.congestion")));
    }

    [Test]
    public void Every_key_survives_being_written_down_and_read_again()
    {
        string written = ScenarioJson.Write(Read());

        Assert.That(ScenarioJson.Write(ScenarioCase.ReadValid(written)), Is.EqualTo(written));
        Assert.That(
            written,
            Does.Contain("\"off\": \"pareto(1.5, 200 ms)\"").And.Contain("\"size\": \"uniform(100 B, 1500 B)\""));
    }

    [Test]
    public void All_NICs_can_be_recorded_by_one_word() => Assert.That(
        ScenarioCase.ReadValid(ScenarioCase.Valid, "record.pcap=all").Record.Pcap
            .Select(nic => $"{nic.HostName}/{nic.NicName}"),
        Is.EqualTo(new[] { "push/nic1", "push/nic2", "server/nic1", "server/nic2", "client/nic1" }));

    [Test]
    public void Damaged_files_never_end_the_reader([Range(1, 20)] int seed)
    {
        const string Damage = "{}[]:,-#&*!|>'\"%@`\n ()x0";
        RandomStream random = new((ulong)seed);
        for (int round = 0; round < 50; round++)
        {
            char[] text = Everything.ToCharArray();
            for (int i = 0; i < 3; i++)
            {
                text[random.NextInt(text.Length)] = Damage[random.NextInt(Damage.Length)];
            }

            Assert.That(
                () => ScenarioCase.Read(new string(text)),
                Throws.Nothing,
                $"seed {seed}, round {round}: {new string(text)}");
        }
    }
}
