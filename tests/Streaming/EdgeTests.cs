using System.Linq;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Streaming;
using Tests.Support;

namespace Tests.Streaming;

/// <summary>An edge server that pulls from an origin, which is the world's usual server.</summary>
public class EdgeTests
{
    private static readonly RtmpServerOptions _edge = new() { Origin = new RtmpOrigin("server") };

    [Test]
    public void A_viewer_of_the_edge_gets_what_is_published_at_the_origin()
    {
        StreamingWorld world = new();
        RtmpServer edge = world.AddServer("edge", _edge);
        RtmpPush push = world.Push();
        world.RunUntil(1);
        RtmpClient client = world.Client(server: "edge");
        world.RunUntil(11);
        MediaComparison comparison = client.Digest.CompareWith(push.Digest);
        Assert.That((comparison.IsIdentical, client.Playback.Stalls), Is.EqualTo((true, 0)), comparison.ToString());
        Assert.That(client.FramesReceived, Is.GreaterThan(9 * 71));
        Assert.That((edge.Pulls, edge.Connections, world.Server.Connections), Is.EqualTo((1, 1, 2)));
    }

    [Test]
    public void Many_viewers_cost_the_origin_one_connection()
    {
        StreamingWorld world = new();
        world.AddServer("edge", _edge);
        RtmpPush push = world.Push();
        RtmpClient[] clients = [.. Enumerable.Range(0, 20).Select(i => world.Client($"client{i}", server: "edge"))];
        world.RunUntil(5);
        Assert.That(world.Server.Connections, Is.EqualTo(2), "the publisher and the edge");
        Assert.That(clients.Select(client => client.Digest.CompareWith(push.Digest).IsIdentical && client.FramesReceived > 250), Is.All.True);
    }

    [Test]
    public void The_pull_ends_when_nobody_has_watched_for_a_while_and_not_before()
    {
        StreamingWorld world = new();
        RtmpServer edge = world.AddServer("edge", _edge);
        world.Push();
        RtmpClient first = world.Client("first", server: "edge");
        world.RunUntil(5);
        first.Stop();
        world.RunUntil(12);
        Assert.That(edge.Pulls, Is.EqualTo(1), "ten seconds of grace");
        world.Client("second", server: "edge").Stop();
        RtmpClient third = world.Client("third", server: "edge");
        world.RunUntil(25);
        Assert.That((edge.Pulls, world.Server.Connections), Is.EqualTo((1, 2)), "somebody watches again");
        third.Stop();
        world.RunUntil(40);
        Assert.That((edge.Pulls, edge.Streams, edge.Connections, world.Server.Connections), Is.EqualTo((0, 0, 0, 1)));
    }

    [Test]
    public void A_lost_connection_to_the_origin_is_made_again()
    {
        StreamingWorld world = new();
        world.AddServer("edge", _edge);
        RtmpPush push = world.Push();
        PlaybackLog log = new();
        RtmpClient client = world.Client(server: "edge", log: log);
        world.RunUntil(5);
        PipeStream pull = world.World.Streams.Single(stream => stream.Remote.Address == world.World.Find("server")!.Endpoint.Address
            && stream.Local.Address == world.World.Find("edge")!.Endpoint.Address);
        pull.Peer.Abort();
        world.RunUntil(20);
        Assert.That(client.Failure, Is.Null);
        Assert.That(log.Frames.Count(received => received.At.Seconds > 10), Is.GreaterThan(9 * 71));
        Assert.That(log.Frames.First(received => received.At.Seconds > 6).At.Seconds, Is.EqualTo(8.1).Within(0.2), "it tries again after 3 s");
        Assert.That(push.Failure, Is.Null);
    }

    [Test]
    public void A_viewer_may_come_before_the_publisher_and_before_the_origin_answers()
    {
        StreamingWorld world = new();
        world.AddServer("edge", _edge);
        RtmpServer other = world.AddServer("lonely", new RtmpServerOptions { Origin = new RtmpOrigin("nowhere") });
        RtmpClient client = world.Client(server: "edge");
        RtmpClient lost = world.Client("lost", server: "lonely");
        world.RunUntil(5);
        RtmpPush push = world.Push();
        world.RunUntil(10);
        Assert.That(client.Digest.CompareWith(push.Digest).IsIdentical && client.FramesReceived > 300, Is.True);
        Assert.That((lost.FramesReceived, lost.Failure, other.Pulls), Is.EqualTo((0L, (string?)null, 1)), "it waits, as with a stream that nobody publishes");
    }

    [Test]
    public void What_is_published_at_the_edge_goes_first()
    {
        StreamingWorld world = new();
        RtmpServer edge = world.AddServer("edge", _edge);
        RtmpPush far = world.Push();
        RtmpClient client = world.Client(server: "edge");
        world.RunUntil(3);
        RtmpPush near = new(
            world.World.AddHost("near"), new RtmpPushSettings { Url = StreamingWorld.Url with { Host = "edge" } },
            StreamingWorld.Source(5), new RandomStream(1).Fork("near"), null);
        world.World.Spawn(near.RunAsync());
        world.RunUntil(6);
        Assert.That((edge.Pulls, near.Failure, far.Failure), Is.EqualTo((0, (string?)null, (string?)null)));
        world.RunUntil(20);
        Assert.That(edge.Pulls, Is.EqualTo(1), "when it is over, the origin's stream comes back");
        Assert.That(client.FramesReceived, Is.GreaterThan(17 * 71));
    }

    [TestCase("rtmp://origin", "origin", 1935)]
    [TestCase("rtmp://origin:2000", "origin", 2000)]
    [TestCase("rtmp://[::1]:99", "::1", 99)]
    public void An_origin_is_read(string text, string host, int port)
    {
        Assert.That(RtmpOrigin.TryParse(text, out RtmpOrigin? origin), Is.True);
        Assert.That(origin, Is.EqualTo(new RtmpOrigin(host, (ushort)port)));
    }

    [TestCase("origin")]
    [TestCase("rtmp://")]
    [TestCase("rtmp://origin/live")]
    [TestCase("rtmp://origin:0")]
    public void What_is_not_an_origin_is_refused(string text) => Assert.That(RtmpOrigin.TryParse(text, out _), Is.False);

    [Test]
    public void An_edge_of_an_edge_works_too()
    {
        StreamingWorld world = new();
        world.AddServer("edge", _edge);
        world.AddServer("leaf", new RtmpServerOptions { Origin = new RtmpOrigin("edge") });
        RtmpPush push = world.Push();
        RtmpClient client = world.Client(server: "leaf");
        world.RunUntil(5);
        Assert.That(client.Digest.CompareWith(push.Digest).IsIdentical && client.FramesReceived > 300, Is.True);
    }
}
