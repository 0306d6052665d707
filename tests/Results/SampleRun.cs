using System;
using System.Collections.Generic;
using System.Linq;
using Protocols.Core;
using Results.Recording;

namespace Tests.Results;

/// <summary>
/// A hand-made run in the shape of the paper's: 100 s, two ISPs, one or the other blocked in the middle phases.
/// </summary>
internal static class SampleRun
{
    public const int PhaseSeconds = 25;

    // Bytes per 100 ms of the two interfaces in the four phases: 4, 8 or 0 Mbit/s.
    private static readonly long[] _nic1Bytes = [50_000, 100_000, 0, 50_000];
    private static readonly long[] _nic2Bytes = [50_000, 0, 100_000, 50_000];

    public static Instant At(double seconds) => Instant.Zero + Duration.FromSeconds(seconds);

    public static RunRecord FourPhases() => new()
    {
        Scenario = "handover",
        Description = "Two ISPs, four phases.",
        ScenarioJson = """{ "name": "handover", "hosts": { "push": { "nics": { "nic1": "isp1" } } } }""",
        Seed = 1,
        Duration = Duration.FromSeconds(100),
        Interval = Duration.FromMilliseconds(100),
        Stack = "model",
        Command = "simulator run handover.yaml --seed 1",
        Versions = [new("simulator", "1.0.0"), new("runtime", ".NET 10.0.0"), new("machine", "simulated")],
        Topology = ["isp1: 10 Mbit/s, 5 ms, queue 50 ms", "isp2: 10 Mbit/s, 5 ms, queue 50 ms, loss 0.1 %"],
        Hosts =
        [
            new HostRecord
            {
                Name = "push",
                Stack = "model, linux-6.18, mptcp, cubic",
                Interfaces = ["nic1 at isp1, fd00:1:1::2/64", "nic2 at isp2, fd00:2:1::2/64"],
                Routing =
                [
                    "ip -6 rule add from fd00:1:1::2 table 1000",
                    "ip -6 route add default via fd00:1:1::1 dev nic1 table 1000",
                ],
            },
        ],
        Phases =
        [
            new RunPhase(At(0), At(25), "all up"),
            new RunPhase(At(25), At(50), "isp2 blocked"),
            new RunPhase(At(50), At(75), "isp1 blocked"),
            new RunPhase(At(75), At(100), "all up"),
        ],
        Events =
        [
            new RunEvent(At(25), "block isp2"),
            new RunEvent(At(50), "unblock isp2, block isp1"),
            new RunEvent(At(75), "unblock isp1"),
        ],
        Nics =
        [
            Nic("push", "nic1", _nic1Bytes, sends: true),
            Nic("push", "nic2", _nic2Bytes, sends: true),
            Nic("client", "nic1", _nic1Bytes, sends: false),
            Nic("client", "nic2", _nic2Bytes, sends: false),
        ],
        Links = [AccessLink()],
        Connections = [PushToServer()],
        Sources = [new SourceRecord("push", "push", FramesSent: 2500, BytesSent: 96_000_000, Media: "clip.flv")],
        Players = [Viewer()],
        Engine = new EngineRecord(1_000_000, 600_000, CpuSeconds: 0.5, WallSeconds: 0.6, PeakRssBytes: 100_000_000, CompilationSeconds: 0.25),
        Fingerprint = new RunFingerprint("00000000000000aa", "00000000000000bb", "00000000000000cc"),
        Notices = ["The kernel of this machine was not used: the stack is a model."],
    };

    /// <summary>The same run with nothing but interfaces: no players, links, connections, timeline or texts.</summary>
    public static RunRecord NicsOnly() => new()
    {
        Scenario = "bare",
        Seed = 7,
        Duration = Duration.FromSeconds(100),
        Interval = Duration.FromMilliseconds(100),
        Stack = "model",
        Phases = [new RunPhase(At(0), At(100), "all up")],
        Nics = [Nic("push", "nic1", _nic1Bytes, sends: true)],
        Engine = new EngineRecord(1, 1, 0, 0, 1),
    };

    private static NicRecord Nic(string host, string name, long[] bytesPerPhase, bool sends)
    {
        List<NicSample> samples = [default];
        for (int i = 0; i < 1000; i++)
        {
            NicSample last = samples[^1];
            long bytes = bytesPerPhase[i / (10 * PhaseSeconds)];
            samples.Add(new NicSample(
                Instant.Zero + Duration.FromMilliseconds(100 * (i + 1)),
                last.TxBytes + (sends ? bytes : bytes / 50),
                last.RxBytes + (sends ? bytes / 50 : bytes),
                last.TxPackets + (bytes / 1000),
                last.RxPackets + (bytes / 1000),
                0));
        }

        return new NicRecord { Host = host, Name = name, Samples = samples };
    }

    private static LinkRecord AccessLink() => new()
    {
        Name = "isp1",
        From = "push",
        To = "isp1",
        Rates = [new RateStep(At(0), new BitRate(10_000_000)), new RateStep(At(50), new BitRate(20_000_000))],
        Samples =
        [
            new LinkSample(At(0), 0, 0, 0, 0),
            new LinkSample(At(50), 12_500, SentBytes: 31_250_000, SentPackets: 30_000, DroppedPackets: 10_000),
            new LinkSample(At(100), 12_500, SentBytes: 62_500_000, SentPackets: 60_000, DroppedPackets: 20_000),
        ],
    };

    private static ConnectionRecord PushToServer() => new()
    {
        Name = "push-server",
        Transport = "mptcp",
        EstablishedAt = At(0.02),
        BytesDelivered = 100_000_000,
        ReinjectedBytes = 4_000,
        DuplicateBytes = 3_000,
        Subflows = [Subflow(0, "nic1", timeouts: 3), Subflow(1, "nic2", timeouts: 5)],
        Samples = [.. Enumerable.Range(0, 101).Select(second => new ConnectionSample(
            At(second),
            WrittenBytes: 1_000_100 * second,
            AckedBytes: 1_000_050 * second,
            DeliveredBytes: 1_000_000 * second,
            SendQueueBytes: 50 * second,
            OutOfOrderBytes: 7,
            ReceiveWindowBytes: 65_535,
            ReinjectedBytes: 4_000,
            DuplicateBytes: 3_000,
            Subflows: 2))],
    };

    private static SubflowRecord Subflow(int number, string nic, long timeouts) => new()
    {
        Number = number,
        Local = $"[fd00:{number + 1}:1::2]:40000",
        Remote = $"[fd00:{number + 1}:2::2]:1935",
        Path = $"push.{nic} - server.{nic}",
        EstablishedAt = At(0.02 + number),
        SentBytes = 50_500_000,
        DeliveredBytes = 50_000_000,
        RetransmittedSegments = 10 + number,
        Timeouts = timeouts,
        Samples = [.. Enumerable.Range(0, 101).Select(second => new SubflowSample(
            At(second),
            CwndPackets: 10 + (second % 2),
            SsthreshPackets: second < 50 ? null : 8,
            Srtt: Duration.FromMicroseconds(20_500),
            Rto: Duration.FromMilliseconds(221),
            Backoff: second % 3,
            InFlightBytes: 14_040,
            SentBytes: 500_000L * second,
            AckedBytes: 499_000L * second,
            RetransmittedSegments: 10,
            Stale: second == 30,
            ScheduledBytes: 501_000L * second))],
    };

    // 25 frames a second of 40 kB; nothing arrives from 25 to 26.2 s and from 50 to 53 s, and then all of it at once.
    private static PlayerRecord Viewer()
    {
        List<PlaybackEntry> log = [];
        for (int i = 0; i < 2475; i++)
        {
            double due = 1 + (0.04 * i);
            double at = due switch
            {
                > 25 and < 26.2 => 26.2,
                > 50 and < 53 => 53,
                _ => due,
            };
            double buffer = Math.Max(0, 2 - (at - due));
            log.Add(new PlaybackEntry(
                At(at), 40L * i, i % 50 == 0 ? "video" : "audio", 40_000,
                Duration.FromSeconds(at - due), Duration.FromSeconds(buffer)));
        }

        return new PlayerRecord
        {
            Name = "client",
            Host = "client",
            Source = "push",
            StartedAt = At(1),
            Startup = Duration.FromMilliseconds(350),
            Log = log,
            Stalls = [new PlaybackStall(At(52), At(53.25))],
            MediaIntact = true,
            MediaSha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        };
    }
}
