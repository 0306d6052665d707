using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Net;
using Protocols.Sockets;
using Sim.Emulation;
using Tests.Conformance;

namespace Tests.Emulation;

public class KernelHostTests
{
    private KernelWorld _world = null!;

    [SetUp]
    public void CreateWorld()
    {
        KernelMachine.Require(KernelTransport.Tcp);
        _world = new KernelWorld(KernelTransport.Tcp, AddressFamily.Ipv6);
    }

    [TearDown]
    public void DisposeWorld() => _world?.Dispose();

    [TestCase("127.0.0.1")]
    [TestCase("::1")]
    public void A_listener_takes_both_ip_versions_on_one_port(string address) => _world.Run(async () =>
    {
        IListener listener = _world.Far.Listen(_world.Port, StreamOptions.Default);
        IByteStream near = _world.Near.Connect(new Endpoint(IpAddress.Parse(address), _world.Port), StreamOptions.Default);
        await near.ConnectedAsync();
        await listener.AcceptableAsync();

        Assert.That(listener.TryAccept(out IByteStream? far), Is.True);
        Assert.That(far!.Local.Address, Is.EqualTo(IpAddress.Parse(address)), "not in its form mapped into IPv6");
    });

    [TestCase("127.0.0.1", "::1")]
    [TestCase("::1", "127.0.0.1")]
    [TestCase("127.0.0.1", "127.0.0.2")]
    public void A_listener_on_one_address_takes_no_other(string listening, string other) => _world.Run(async () =>
    {
        using KernelHost host = new("one", _world.Loop, new KernelHostSettings { ListenAddress = IpAddress.Parse(listening) });
        host.Listen(_world.Port, StreamOptions.Default);
        IByteStream refused = _world.Near.Connect(new Endpoint(IpAddress.Parse(other), _world.Port), StreamOptions.Default);
        await refused.ConnectedAsync();
        IByteStream taken = _world.Near.Connect(new Endpoint(IpAddress.Parse(listening), _world.Port), StreamOptions.Default);
        await taken.ConnectedAsync();

        Assert.That(refused.Error, Is.EqualTo(StreamError.Refused));
        Assert.That(taken.State, Is.EqualTo(StreamState.Open));
    });

    [Test]
    public void The_next_address_of_a_name_is_tried_when_the_first_refuses() => _world.Run(async () =>
    {
        // Nobody listens on the first; only the second is bound.
        using KernelHost server = new("one", _world.Loop, new KernelHostSettings { ListenAddress = IpAddress.Parse("127.0.0.1") });
        server.Listen(_world.Port, StreamOptions.Default);
        using KernelHost client = new("two", _world.Loop, new KernelHostSettings
        {
            Names = new Dictionary<string, IReadOnlyList<IpAddress>> { ["both"] = [IpAddress.Parse("127.0.0.1"), IpAddress.Parse("::1")] },
        });
        Assert.That(client.Resolver.Resolve("both", 1).Select(found => found.Address.Family), Is.EqualTo(
            (AddressFamily[])[AddressFamily.Ipv6, AddressFamily.Ipv4]));
        IByteStream? stream = await client.ConnectAsync("both", _world.Port, StreamOptions.Default);

        Assert.That(stream!.State, Is.EqualTo(StreamState.Open));
        Assert.That(stream.Remote.Address, Is.EqualTo(IpAddress.Parse("127.0.0.1")));
    });

    [Test]
    public void The_machine_resolves_its_own_name_on_another_thread_and_answers_on_the_loop() => _world.Run(async () =>
    {
        int thread = Environment.CurrentManagedThreadId;
        IReadOnlyList<Endpoint> found = await _world.Near.Resolver.ResolveAsync("localhost", 80);

        Assert.That(found.Select(endpoint => endpoint.ToString()), Is.SubsetOf((string[])["[::1]:80", "127.0.0.1:80"]).And.Not.Empty);
        Assert.That(Environment.CurrentManagedThreadId, Is.EqualTo(thread));
    });

    [Test]
    public void An_attempt_that_nobody_answers_ends_at_its_limit() => _world.Run(async () =>
    {
        // A listener whose queue is full lets further attempts wait (tcp_conn_request drops their SYN).
        KernelListener full = _world.FarKernel.Listen(0, KernelTransport.Tcp, StreamOptions.Default);
        using KernelHost hasty = new("hasty", _world.Loop, new KernelHostSettings { ConnectTimeout = Duration.FromMilliseconds(50) });
        List<IByteStream> attempts = [];
        while (attempts.All(attempt => attempt.State == StreamState.Open))
        {
            attempts.Add(hasty.Connect(new Endpoint(IpAddress.Parse("::1"), full.Local.Port), StreamOptions.Default));
            await attempts[^1].ConnectedAsync();
        }

        Assert.That(attempts[^1].Error, Is.EqualTo(StreamError.TimedOut));
    });

    [Test]
    public void A_stream_that_always_has_something_to_read_lets_others_have_their_turn()
    {
        const int PerTurn = 10_000;
        using KernelWorld world = new(KernelTransport.Tcp, AddressFamily.Ipv6, PerTurn);
        world.Run(async () =>
        {
            IListener listener = world.Far.Listen(world.Port, StreamOptions.Default);
            IByteStream? near = await world.Near.ConnectAsync(world.FarName, world.Port, StreamOptions.Default);
            await listener.AcceptableAsync();
            listener.TryAccept(out IByteStream? far);
            Task writing = near!.WriteAllAsync(new byte[200_000]).AsTask();
            byte[] buffer = new byte[3_000];
            Dictionary<long, int> readInTurn = [];
            for (int left = 200_000; left > 0;)
            {
                int count = far!.Read(buffer);
                if (count == 0)
                {
                    await far.ReadableAsync();
                }

                left -= count;
                readInTurn[world.Loop.Turns] = readInTurn.GetValueOrDefault(world.Loop.Turns) + count;
            }

            await writing;
            Assert.That(readInTurn.Values.Max(), Is.LessThanOrEqualTo(PerTurn));
        });
    }

    [Test]
    public void A_loop_that_fails_ends_the_run_and_is_told_of()
    {
        _world.Loop.Post(() => _world.Near.Spawn(FailAsync()));
        _world.Loop.Run(_world.Loop.Now + Duration.FromSeconds(30));

        Assert.That(_world.NearKernel.Failure, Is.TypeOf<FormatException>());

        async Task FailAsync()
        {
            await _world.Loop.PostedAsync();
            throw new FormatException("on purpose");
        }
    }

    [Test]
    public void Streams_are_known_while_they_live_and_announced_while_the_kernel_can_still_be_asked() => _world.Run(async () =>
    {
        List<string> heard = [];
        _world.NearKernel.StreamCreated = stream => heard.Add($"created {stream.Name}");
        _world.NearKernel.StreamEnding = stream => heard.Add($"ending {stream.ReadStatus()!.Subflows[0].Tcp.BytesAcknowledged > 0}");
        KernelListener listener = _world.FarKernel.Listen(_world.Port, KernelTransport.Tcp, StreamOptions.Default);
        IByteStream? near = await _world.Near.ConnectAsync(_world.FarName, _world.Port, new StreamOptions { Name = "mine" });
        await listener.AcceptableAsync();
        listener.TryAccept(out IByteStream? far);
        await near!.WriteAllAsync(new byte[100]);
        await far!.ReadableAsync();
        Assert.That(_world.NearKernel.Streams, Has.Count.EqualTo(1));
        near!.Close();

        Assert.That(_world.NearKernel.Streams, Is.Empty);
        Assert.That(heard, Is.EqualTo((string[])["created mine", "ending True"]));
    });

    [Test]
    public void The_loopback_interface_counts_what_was_sent_with_its_ethernet_headers() => _world.Run(async () =>
    {
        INetworkInterface loopback = _world.Near.Interfaces.Single(found => found.Name == "lo");
        Assert.That(loopback.IsUp, Is.True);
        Assert.That(loopback.Addresses, Does.Contain(IpAddress.Parse("127.0.0.1")));
        (long bytes, long packets) = (loopback.TransmittedBytes, loopback.TransmittedPackets);
        KernelListener listener = _world.FarKernel.Listen(_world.Port, KernelTransport.Tcp, StreamOptions.Default);
        IByteStream? near = await _world.Near.ConnectAsync(_world.FarName, _world.Port, StreamOptions.Default);
        await listener.AcceptableAsync();
        listener.TryAccept(out IByteStream? far);
        await near!.WriteAllAsync(new byte[1_000_000]);
        near!.CloseWrite();
        await StreamBytes.ReadToEndAsync(far!);
        await _world.Loop.AfterAsync(Duration.FromMilliseconds(2));

        // Others on this machine may send too; each packet has at least the headers of Ethernet, IP and TCP.
        long sentPackets = loopback.TransmittedPackets - packets;
        Assert.That(sentPackets, Is.GreaterThan(15));
        Assert.That(loopback.TransmittedBytes - bytes, Is.GreaterThan(1_000_000 + sentPackets * (14 + 20)));
        Assert.That(loopback.ReceivedPackets, Is.Positive);
    });

    [Test]
    public void A_congestion_control_that_the_kernel_does_not_have_is_named()
    {
        KernelHostSettings settings = new() { CongestionControl = "no-such" };
        using KernelHost host = new("odd", _world.Loop, settings);

        Assert.That(
            () => host.Connect(new Endpoint(IpAddress.Parse("::1"), 1), StreamOptions.Default),
            Throws.TypeOf<NotSupportedException>().With.Message.Contains("no-such"));
    }
}
