using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Net;
using Protocols.Rtmp;
using Protocols.Sockets;
using Protocols.Streaming;
using Sim.Emulation;
using Tests.Conformance;

namespace Tests.Emulation;

/// <summary>Connections that hold on to a server without being of use, beside a stream, over kernel sockets.</summary>
[Category("Slow")]
public class SilentConnectionsTests
{
    private const int Silent = 80;
    private const int Trickling = 80;
    private const int NeverReading = 40;

    private static readonly Duration _timeout = Duration.FromSeconds(2);

    private readonly List<IByteStream> _useless = [];
    private KernelWorld _world = null!;
    private RtmpUrl _url;
    private bool _isOver;

    [SetUp]
    public void CreateWorld()
    {
        KernelMachine.Require(KernelTransport.Tcp);
        _world = new KernelWorld(KernelTransport.Tcp, AddressFamily.Ipv6);
        _url = new RtmpUrl(_world.FarName, _world.Port, "live", "stream");
    }

    [TearDown]
    public void DisposeWorld() => _world?.Dispose();

    [Test]
    public void Two_hundred_useless_connections_do_not_disturb_a_stream_and_each_is_closed_by_its_time_out() => _world.Run(async () =>
    {
        RtmpServer server = new(_world.Far, Options(), new RandomStream(1));
        _world.Far.Spawn(server.RunAsync());

        // Fast enough to fill the buffers of those that do not read.
        SyntheticMedia media = new() { VideoRate = BitRate.FromMegabitsPerSecond(8), Length = Duration.FromSeconds(15) };
        RtmpPush push = new(
            _world.Near, new RtmpPushSettings { Url = _url }, new SyntheticSource(media, new RandomStream(2)), new RandomStream(3), observer: null);
        RtmpClient client = new(
            _world.Near, new RtmpClientSettings { Url = _url, StopsAtEnd = true }, new RandomStream(4), observer: null);
        Task playing = client.RunAsync();
        Task pushing = push.RunAsync();
        await Task.WhenAll(Enumerable.Range(0, Silent).Select(_ => OpenAsync()));
        await Task.WhenAll(Enumerable.Range(0, Trickling).Select(_ => TrickleAsync()));
        await Task.WhenAll(Enumerable.Range(0, NeverReading).Select(NeverReadAsync));
        Assert.That(_useless, Has.Count.EqualTo(Silent + Trickling + NeverReading));
        await Until(() => server.Connections == 2);
        Assert.That(server.Connections, Is.EqualTo(2), "only the publisher and the player are left");
        Assert.That(pushing.IsCompleted, Is.False, "while the stream still runs");
        await pushing;
        await playing;
        _isOver = true;

        Assert.That(push.Failure, Is.Null);
        Assert.That(client.Failure, Is.Null);
        Assert.That(client.Digest.CompareWith(push.Digest).IsIdentical, Is.True, "the stream arrived whole");
        Assert.That(client.Playback.Stalls, Is.Zero);
    });

    private RtmpServerOptions Options() => new()
    {
        Port = _world.Port,
        HandshakeTimeout = _timeout,
        IdleTimeout = _timeout,
        SendTimeout = _timeout,
    };

    private async Task<IByteStream> OpenAsync()
    {
        IByteStream? stream = await _world.Near.ConnectAsync(_url.Host, _url.Port, StreamOptions.Default);
        Assert.That(stream!.State, Is.EqualTo(StreamState.Open));
        _useless.Add(stream);
        return stream;
    }

    // A byte at a time, of a handshake that would take five minutes.
    private async Task TrickleAsync()
    {
        IByteStream stream = await OpenAsync();
        _world.Near.Spawn(SendAsync());

        async Task SendAsync()
        {
            stream.Write([3]);
            while (!_isOver && !stream.EndOfStream)
            {
                await _world.Near.Clock.Delay(Duration.FromMilliseconds(100));
                stream.Write([0]);
                stream.Read(new byte[100]);
            }
        }
    }

    // Asks to play like any other, then takes nothing.
    private async Task NeverReadAsync(int number)
    {
        IByteStream stream = await OpenAsync();
        RtmpSubscriber session = new(_url, new RandomStream((ulong)number), _world.Near.Clock.Now, Duration.FromSeconds(1));
        byte[] buffer = new byte[4096];
        long before = -1;
        while (session.ReceivedBytes != before || session.Output.Length > 0 || !session.IsHandshakeComplete)
        {
            while (session.Output.Length > 0)
            {
                int count = stream.Write(session.Output.Pending);
                session.Output.Consume(count);
            }

            before = session.ReceivedBytes;
            await stream.ReadableAsync();
            int read = stream.Read(buffer);
            session.Feed(buffer.AsSpan(0, read), _world.Near.Clock.Now);
            if (session.TryTakeEvent(out RtmpEvent happened) && happened.Kind == RtmpEventKind.Media)
            {
                return;
            }
        }
    }

    private async Task Until(Func<bool> condition)
    {
        Instant limit = _world.Near.Clock.Now + Duration.FromSeconds(20);
        while (!condition() && _world.Near.Clock.Now < limit)
        {
            await _world.Near.Clock.Delay(Duration.FromMilliseconds(20));
        }
    }
}
