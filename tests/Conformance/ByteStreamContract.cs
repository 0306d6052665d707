using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Net;
using Protocols.Sockets;

namespace Tests.Conformance;

/// <summary>What every byte stream keeps to: the contract of <see cref="IByteStream"/>, the same for each kind of host.</summary>
public abstract class ByteStreamContract
{
    private IStreamWorld? _world;

    /// <summary>Whether closing with something unread is seen as a reset by the peer, as of plain TCP on Linux.</summary>
    protected virtual bool ResetsWhenClosedUnread => true;

    private IStreamWorld World => _world!;

    [TearDown]
    public void CloseWorld() => _world?.Dispose();

    [TestCase(AddressFamily.Ipv6)]
    [TestCase(AddressFamily.Ipv4)]
    public void Both_ends_of_an_open_stream_know_each_other(AddressFamily family) => Run(family, async () =>
    {
        (IByteStream near, IByteStream far) = await ConnectAsync();

        Assert.That(near.State, Is.EqualTo(StreamState.Open));
        Assert.That(far.State, Is.EqualTo(StreamState.Open));
        Assert.That(near.Remote.Port, Is.EqualTo(World.Port));
        Assert.That(near.Remote.Address.Family, Is.EqualTo(family));
        Assert.That(far.Remote, Is.EqualTo(near.Local));
        Assert.That(far.Local, Is.EqualTo(near.Remote));
        Assert.That(near.EndOfStream || far.EndOfStream, Is.False);
    });

    [TestCase(AddressFamily.Ipv6)]
    [TestCase(AddressFamily.Ipv4)]
    public void Bytes_come_back_as_they_were_sent(AddressFamily family) => Run(family, async () =>
    {
        (IByteStream near, IByteStream far) = await ConnectAsync();
        Task echo = StreamBytes.EchoAsync(far);
        byte[] sent = StreamBytes.Create(300_000);
        Task sending = StreamBytes.WriteThenCloseAsync(near, sent);

        Assert.That(await StreamBytes.ReadToEndAsync(near), Is.EqualTo(sent));
        await sending;
        await echo;
    });

    [Test]
    public void A_port_nobody_listens_on_refuses() => Run(async () =>
    {
        IByteStream? stream = await World.Near.ConnectAsync(World.FarName, World.Port, StreamOptions.Default);

        AssertFailed(stream!, StreamError.Refused);
    });

    [TestCase(AddressFamily.Ipv6)]
    [TestCase(AddressFamily.Ipv4)]
    public void An_address_without_a_route_is_unreachable(AddressFamily family) => Run(family, async () =>
    {
        IByteStream stream = World.Near.Connect(new Endpoint(World.Unreachable, World.Port), StreamOptions.Default);
        await stream.ConnectedAsync();

        AssertFailed(stream, StreamError.Unreachable);
    });

    [Test]
    public void A_name_nobody_knows_gives_no_stream() => Run(async () =>
        Assert.That(await World.Near.ConnectAsync("no such name", World.Port, StreamOptions.Default), Is.Null));

    [Test]
    public void Nothing_is_read_or_written_before_the_stream_is_open() => Run(async () =>
    {
        World.Far.Listen(World.Port, StreamOptions.Default);
        IByteStream stream = World.Near.Connect(FarEndpoint(), StreamOptions.Default);

        Assert.That(stream.State, Is.EqualTo(StreamState.Connecting));
        Assert.That(stream.Write([1, 2, 3]), Is.Zero);
        Assert.That(stream.Read(new byte[3]), Is.Zero);
        await stream.ConnectedAsync();
        Assert.That(stream.State, Is.EqualTo(StreamState.Open));
        Assert.That(stream.Write([1, 2, 3]), Is.EqualTo(3));
    });

    [Test]
    public void A_writer_that_is_not_read_from_is_held_up_and_loses_nothing() => Run(async () =>
    {
        (IByteStream near, IByteStream far) = await ConnectAsync();
        byte[] sent = StreamBytes.Create(64 << 20);
        int taken = await StreamBytes.FillAsync(near, sent, World.Near.Clock);
        taken += await StreamBytes.FillAsync(near, sent.AsMemory(taken), World.Near.Clock);

        Assert.That(taken, Is.InRange(1, sent.Length - 1), "the buffers between them are smaller than what was offered");
        near.CloseWrite();
        Assert.That((await StreamBytes.ReadToEndAsync(far)).AsSpan().SequenceEqual(sent.AsSpan(0, taken)));
    });

    [Test]
    public void Room_that_the_reader_makes_wakes_the_writer() => Run(async () =>
    {
        (IByteStream near, IByteStream far) = await ConnectAsync();
        byte[] sent = StreamBytes.Create(12 << 20);
        Task writing = StreamBytes.WriteThenCloseAsync(near, sent);

        Assert.That((await StreamBytes.ReadToEndAsync(far)).AsSpan().SequenceEqual(sent));
        await writing;
    });

    [Test]
    public void A_stream_that_is_closed_for_writing_still_reads() => Run(async () =>
    {
        (IByteStream near, IByteStream far) = await ConnectAsync();
        await near.WriteAllAsync(StreamBytes.Create(1000));
        near.CloseWrite();

        Assert.That(near.Write([1]), Is.Zero);
        Assert.That(await StreamBytes.ReadToEndAsync(far), Is.EqualTo(StreamBytes.Create(1000)));
        Assert.That(far.State, Is.EqualTo(StreamState.Open));
        await far.WriteAllAsync(StreamBytes.Create(2000));
        far.CloseWrite();
        Assert.That(await StreamBytes.ReadToEndAsync(near), Is.EqualTo(StreamBytes.Create(2000)));
        Assert.That(near.State, Is.EqualTo(StreamState.Open), "a stream is over when its application closes it");
    });

    [Test]
    public void The_end_of_the_stream_comes_after_the_last_byte() => Run(async () =>
    {
        (IByteStream near, IByteStream far) = await ConnectAsync();
        await near.WriteAllAsync(StreamBytes.Create(10));
        near.CloseWrite();
        byte[] one = new byte[1];
        for (int i = 0; i < 10; i++)
        {
            await far.ReadableAsync();
            Assert.That(far.EndOfStream, Is.False, $"before byte {i}");
            Assert.That(far.Read(one), Is.EqualTo(1));
        }

        await far.ReadableAsync();
        Assert.That(far.EndOfStream, Is.True);
        Assert.That(far.Read(one), Is.Zero);
    });

    [Test]
    public void A_stream_that_was_read_empty_waits_for_the_next_bytes() => Run(async () =>
    {
        (IByteStream near, IByteStream far) = await ConnectAsync();
        byte[] buffer = new byte[5];
        for (byte round = 1; round <= 20; round++)
        {
            ReadinessAwaitable waiting = far.ReadableAsync();
            Assert.That(waiting.IsCompleted, Is.False, $"nothing is there to read, round {round}");
            Assert.That(near.Write([round, round, round, round, round]), Is.EqualTo(5));
            await waiting;
            int count = far.Read(buffer);
            while (count < buffer.Length)
            {
                await far.ReadableAsync();
                count += far.Read(buffer.AsSpan(count));
            }

            Assert.That(buffer, Is.All.EqualTo(round));
        }
    });

    [Test]
    public void What_was_written_before_closing_is_delivered() => Run(async () =>
    {
        (IByteStream near, IByteStream far) = await ConnectAsync();
        await near.WriteAllAsync(StreamBytes.Create(100_000));
        near.Close();

        Assert.That(near.State, Is.EqualTo(StreamState.Closed));
        Assert.That(await StreamBytes.ReadToEndAsync(far), Is.EqualTo(StreamBytes.Create(100_000)));
    });

    [Test]
    public void A_peer_that_closes_with_something_unread_ends_the_stream() => Run(async () =>
    {
        (IByteStream near, IByteStream far) = await ConnectAsync();
        await near.WriteAllAsync(StreamBytes.Create(1000));
        await far.ReadableAsync();
        far.Close();
        await StreamBytes.UntilOverAsync(near);

        if (ResetsWhenClosedUnread)
        {
            AssertFailed(near, StreamError.Reset);
        }
    });

    [Test]
    public void A_stream_that_the_peer_aborts_is_reset() => Run(async () =>
    {
        (IByteStream near, IByteStream far) = await ConnectAsync();
        far.Abort();
        Assert.That(far.State, Is.EqualTo(StreamState.Closed));
        Assert.That(far.Error, Is.EqualTo(StreamError.None));
        await StreamBytes.UntilOverAsync(near);

        AssertFailed(near, StreamError.Reset);
    });

    [Test]
    public void A_reset_wakes_the_waiting_writer() => Run(async () =>
    {
        (IByteStream near, IByteStream far) = await ConnectAsync();
        Task<bool> writing = near.WriteAllAsync(new byte[64 << 20]).AsTask();
        await far.ReadableAsync();
        far.Abort();

        Assert.That(await writing, Is.False);
        AssertFailed(near, StreamError.Reset);
    });

    [Test]
    public void A_stream_that_is_over_gives_and_takes_nothing_and_never_throws() => Run(async () =>
    {
        (IByteStream closed, IByteStream _) = await ConnectAsync();
        closed.Close();
        IByteStream refused = World.Near.Connect(FarEndpoint(port: (ushort)(World.Port + 1)), StreamOptions.Default);
        await refused.ConnectedAsync();
        foreach (IByteStream stream in (IByteStream[])[closed, refused])
        {
            Assert.That(stream.Read(new byte[10]), Is.Zero);
            Assert.That(stream.Write(new byte[10]), Is.Zero);
            Assert.That(stream.EndOfStream, Is.True);
            StreamState state = stream.State;
            stream.CloseWrite();
            stream.Close();
            stream.Abort();
            await stream.ConnectedAsync();
            await stream.ReadableAsync();
            await stream.WritableAsync();
            Assert.That(stream.State, Is.EqualTo(state));
        }
    });

    [Test]
    public void Continuations_never_run_from_inside_a_call() => Run(async () =>
    {
        (IByteStream near, IByteStream far) = await ConnectAsync();
        bool isInside = false;
        List<string> woken = [];
        Task reader = WakeAsync("reader");
        isInside = true;
        near.Write([1]);
        near.Abort();
        Assert.That(woken, Is.Empty);
        isInside = false;
        await reader;

        Assert.That(woken, Is.EqualTo((string[])["reader"]));

        async Task WakeAsync(string name)
        {
            await near.ReadableAsync();
            Assert.That(isInside, Is.False, "woken from inside a call");
            woken.Add(name);
        }
    });

    [Test]
    public void Posts_run_in_their_order_and_after_what_posts_them() => Run(async () =>
    {
        List<int> order = [];
        Readiness done = new(World.Near.Dispatcher);
        World.Near.Dispatcher.Post(() =>
        {
            World.Near.Dispatcher.Post(() => order.Add(3));
            World.Near.Dispatcher.Post(done.Set);
            order.Add(1);
        });
        World.Near.Dispatcher.Post(() => order.Add(2));
        Assert.That(order, Is.Empty);
        await done.WaitAsync();

        Assert.That(order, Is.EqualTo((int[])[1, 2, 3]));
    });

    [Test]
    public void Timers_go_off_in_the_order_of_their_times_and_never_early() => Run(async () =>
    {
        IClock clock = World.Near.Clock;
        Instant start = clock.Now;
        List<int> order = [];
        foreach (int milliseconds in (int[])[30, 10, 20, 10])
        {
            Instant due = start + Duration.FromMilliseconds(milliseconds);
            clock.RunAt(due, () =>
            {
                Assert.That(clock.Now, Is.GreaterThanOrEqualTo(due));
                order.Add(milliseconds);
            });
        }

        bool hasPassed = false;
        clock.RunAt(start - Duration.FromMilliseconds(1), () => hasPassed = true);
        Assert.That(hasPassed, Is.False, "a time that has passed is no reason to call back at once");
        await clock.Delay(Duration.FromMilliseconds(40));

        Assert.That(hasPassed, Is.True);
        Assert.That(order, Is.EqualTo((int[])[10, 10, 20, 30]));
    });

    [Test]
    public void Many_streams_each_carry_their_own_bytes() => Run(async () =>
    {
        const int Count = 60;
        World.Far.Spawn(ServeAsync());
        Task<byte[]>[] answers = [.. Enumerable.Range(0, Count).Select(AskAsync)];
        for (int i = 0; i < Count; i++)
        {
            Assert.That(await answers[i], Is.EqualTo(StreamBytes.Create(5_000, seed: i)));
        }

        async Task ServeAsync()
        {
            IListener listener = World.Far.Listen(World.Port, StreamOptions.Default);
            while (true)
            {
                await listener.AcceptableAsync();
                while (listener.TryAccept(out IByteStream? stream))
                {
                    World.Far.Spawn(StreamBytes.EchoAsync(stream));
                }
            }
        }

        async Task<byte[]> AskAsync(int index)
        {
            IByteStream? stream = await World.Near.ConnectAsync(World.FarName, World.Port, StreamOptions.Default);
            Task sending = StreamBytes.WriteThenCloseAsync(stream!, StreamBytes.Create(5_000, seed: index));
            byte[] answer = await StreamBytes.ReadToEndAsync(stream!);
            await sending;
            stream!.Close();
            return answer;
        }
    });

    [Test]
    public void A_closed_listener_resets_what_it_did_not_give_and_refuses_what_comes() => Run(async () =>
    {
        IListener listener = World.Far.Listen(World.Port, StreamOptions.Default);
        IByteStream? waiting = await World.Near.ConnectAsync(World.FarName, World.Port, StreamOptions.Default);
        await listener.AcceptableAsync();
        listener.Close();
        await StreamBytes.UntilOverAsync(waiting!);

        AssertFailed(waiting!, StreamError.Reset);
        Assert.That(listener.TryAccept(out _), Is.False);
        IByteStream? late = await World.Near.ConnectAsync(World.FarName, World.Port, StreamOptions.Default);
        AssertFailed(late!, StreamError.Refused);
    });

    [Test]
    public void A_port_is_given_to_one_listener_and_again_after_it_closed() => Run(() =>
    {
        IListener listener = World.Far.Listen(World.Port, StreamOptions.Default);
        Assert.That(() => World.Far.Listen(World.Port, StreamOptions.Default), Throws.InvalidOperationException);
        listener.Close();
        World.Far.Listen(World.Port, StreamOptions.Default);
        return Task.CompletedTask;
    });

    /// <summary>Makes two hosts that reach each other over one IP version.</summary>
    protected abstract IStreamWorld CreateWorld(AddressFamily family);

    private static void AssertFailed(IByteStream stream, StreamError error)
    {
        Assert.That(stream.State, Is.EqualTo(StreamState.Failed));
        Assert.That(stream.Error, Is.EqualTo(error));
        Assert.That(stream.EndOfStream, Is.True);
    }

    private Endpoint FarEndpoint(ushort? port = null) => World.Near.Resolver.Resolve(World.FarName, port ?? World.Port)[0];

    private async Task<(IByteStream Near, IByteStream Far)> ConnectAsync()
    {
        IListener listener = World.Far.Listen(World.Port, StreamOptions.Default);
        IByteStream? near = await World.Near.ConnectAsync(World.FarName, World.Port, StreamOptions.Default);
        await listener.AcceptableAsync();
        Assert.That(listener.TryAccept(out IByteStream? far), Is.True);
        return (near!, far!);
    }

    private void Run(Func<Task> test) => Run(AddressFamily.Ipv6, test);

    private void Run(AddressFamily family, Func<Task> test)
    {
        _world = CreateWorld(family);
        _world.Run(test);
    }
}
