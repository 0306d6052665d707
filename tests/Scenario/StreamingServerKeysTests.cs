using System.Linq;
using Experiments.Scenario;
using Experiments.Scenario.Records;
using NUnit.Framework;
using Protocols.Core;

namespace Tests.Scenario;

/// <summary>The keys of an RTMP server: what they mean, what they are without being written, and mistakes in them.</summary>
public class StreamingServerKeysTests
{
    private const string Edge = "{ name: edge, kind: rtmp-server, host: client, ";

    [Test]
    public void All_keys_are_read()
    {
        RtmpServerApplication server = Server("gop-cache-size: 1 MiB, gop-cache-frames: 100, queue: 5 s, queue-size: 2 MiB, "
            + "writes: srs, merge-latency: 100 ms, chunk-size: 4096 B, on-second-publisher: replace, origin: rtmp://server:1935, "
            + "origin-idle: 0 s, max-connections: 10, handshake-timeout: 1 s, idle-timeout: 2 s, send-timeout: 3 s, port: 1936");
        Assert.That(
            (server.GopCacheSize, server.GopCacheFrames, server.Queue, server.QueueSize),
            Is.EqualTo((ByteSize.FromMebibytes(1), 100, Duration.FromSeconds(5), ByteSize.FromMebibytes(2))));
        Assert.That(
            (server.Writes!.ToString(), server.MergeLatency, server.ChunkSize, server.OnSecondPublisher),
            Is.EqualTo(("srs", Duration.FromMilliseconds(100), (ByteSize?)new ByteSize(4096), SecondPublisherRule.Replace)));
        Assert.That(
            (server.Origin!.ToString(), server.OriginIdle, server.MaxConnections, server.Port),
            Is.EqualTo(("rtmp://server", Duration.Zero, 10, 1936)));
        Assert.That(
            (server.HandshakeTimeout, server.IdleTimeout, server.SendTimeout),
            Is.EqualTo((Duration.FromSeconds(1), Duration.FromSeconds(2), Duration.FromSeconds(3))));
    }

    [Test]
    public void Nothing_has_to_be_written()
    {
        RtmpServerApplication server = Server("port: 1936");
        Assert.That(
            (server.GopCache, server.Writes, server.MergeLatency, server.OnSecondPublisher, server.Origin),
            Is.EqualTo((true, (WritePattern?)null, Duration.Zero, SecondPublisherRule.Refuse, (OriginDefinition?)null)));
    }

    [TestCase("ffmpeg")]
    [TestCase("nginx-rtmp")]
    [TestCase("srs")]
    [TestCase("per-message")]
    [TestCase("per-chunk")]
    [TestCase("1400 B")]
    public void Writes_are_cut_as_a_program_does_or_as_told(string writes) =>
        Assert.That(Server($"writes: {writes}").Writes!.ToString(), Is.EqualTo(writes));

    [TestCase("writes: ¦ngnix-rtmp", "writes: unknown value 'ngnix-rtmp'; did you mean 'nginx-rtmp'? "
        + "(allowed: ffmpeg, nginx-rtmp, per-chunk, per-message, srs), or a size such as '4096 B'")]
    [TestCase("on-second-publisher: ¦replac", "on-second-publisher: unknown value 'replac'; did you mean 'replace'? (allowed: refuse, replace)")]
    [TestCase("origin: ¦server", "origin: 'server' does not name a server; write rtmp://host[:port], "
        + "the application and the stream are those that a player asks for")]
    [TestCase("origin: ¦rtmp://server/live", "origin: 'rtmp://server/live' does not name a server; write rtmp://host[:port], "
        + "the application and the stream are those that a player asks for")]
    [TestCase("origin: ¦rtmp://sever", "origin: unknown host 'sever'; did you mean 'server'? (allowed: client, push, server)")]
    [TestCase("origin: ¦rtmp://server:0", "origin: '0' is not a port; a port is 1 to 65535")]
    [TestCase("max-connections: ¦0", "max-connections: '0' is out of range; allowed is 1 to 65535")]
    [TestCase("gop-cache-frames: ¦0", "gop-cache-frames: '0' is out of range; allowed is 1 to 1000000")]
    [TestCase("idle-timeout: ¦0 s", "idle-timeout: '0 s' is zero; a time here is above 0 s")]
    [TestCase("merge-latency: ¦-1 ms", "merge-latency: '-1 ms' is negative; a time here is 0 s or more")]
    public void A_mistake_is_reported_where_it_was_made(string key, string message) =>
        Assert.That(Errors(key), Is.EqualTo((string[])[$"applications[3].{message}"]));

    [TestCase("origin: ¦rtmp://server:1936", "'rtmp://server:1936': nothing listens on port 1936 of 'server'; "
        + "the rtmp-server there listens on port 1935")]
    [TestCase("origin: ¦rtmp://push", "'rtmp://push': nothing listens on port 1935 of 'push'; no rtmp-server runs on that host")]
    [TestCase("origin: ¦rtmp://client", "applications.edge.origin: the origin gets its streams from 'edge' itself")]
    public void An_origin_must_be_another_server(string key, string message) =>
        Assert.That(Errors(key), Is.EqualTo((string[])[message]));

    [Test]
    public void A_player_of_an_edge_waits_in_vain_only_if_nobody_publishes_at_the_origin()
    {
        string player = "\n  - { name: far, kind: rtmp-client, host: push, from: rtmp://client/live/";
        ScenarioReading both = ScenarioCase.Read(ScenarioCase.With(
            "timeline:", $"  - {Edge}origin: rtmp://server }}{player}stream }}{player.Replace("far", "vain")}other }}\ntimeline:"));
        Assert.That(both.Errors, Is.Empty);
        Assert.That(both.Notices.Select(notice => notice.ToString()), Is.EqualTo((string[])
            ["case.yaml:18:56: applications.vain: nobody publishes 'rtmp://client/live/other'; the player will wait in vain"]));
    }

    private static RtmpServerApplication Server(string keys) =>
        (RtmpServerApplication)ScenarioCase.ReadValid(With(keys)).Applications[3];

    private static string[] Errors(string keys)
    {
        string text = With(keys);
        return [.. ScenarioCase.Read(text).Errors.Select(error => error.ToString().Replace($"{ScenarioCase.PositionOfMark(text)}: ", ""))];
    }

    private static string With(string keys) => ScenarioCase.With("timeline:", $"  - {Edge}{keys} }}\ntimeline:");
}
