using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Protocols.Net;
using Protocols.Rtmp;
using Protocols.Sockets;
using Tests.Rtmp;
using Tests.Support;

namespace Tests.Streaming;

/// <summary>A client of a streaming server that sends bytes of the test's choice, whole or a few at a time.</summary>
internal sealed class RawClient
{
    private RawClient(PipeStream stream) => Stream = stream;

    public PipeStream Stream { get; }

    /// <summary>All bytes that it has read.</summary>
    public List<byte> Received { get; } = [];

    /// <summary>The handshake of a client, sent without waiting for the server's.</summary>
    public static byte[] Greeting => [3, .. new byte[RtmpCaptures.HandshakeBytes - 1]];

    /// <summary>Connects and sends all bytes at once; reads for ever, or never.</summary>
    public static RawClient Connect(StreamingWorld world, byte[] bytes, bool reads = false)
    {
        RawClient client = Open(world);
        world.World.Spawn(client.WriteAsync(bytes));
        if (reads)
        {
            world.World.Spawn(client.ReadAsync());
        }

        return client;
    }

    /// <summary>Connects and sends one byte each second.</summary>
    public static RawClient Trickle(StreamingWorld world, byte[] bytes)
    {
        RawClient client = Open(world);
        world.World.Spawn(client.TrickleAsync(world, bytes));
        return client;
    }

    /// <summary>The greeting and a request for a stream, on message stream 1.</summary>
    public static byte[] Request(string command, string name = "stream")
    {
        RtmpOutput output = new();
        ChunkWriter writer = new(output);
        writer.Write(Command(0, RtmpCommand.Of("connect", 1, Amf0Value.Object(new Amf0Property("app", Amf0Value.Of("live"))))));
        writer.Write(Command(0, RtmpCommand.Of("createStream", 2, Amf0Value.Null)));
        writer.Write(Command(1, RtmpCommand.Of(command, 0, Amf0Value.Null, Amf0Value.Of(name))));
        return [.. Greeting, .. output.Pending];
    }

    private static RtmpMessage Command(uint stream, RtmpCommand command) =>
        new(RtmpMessageType.CommandAmf0, 3, stream, 0, command.ToPayload());

    private static RawClient Open(StreamingWorld world)
    {
        MemoryHost host = world.World.AddHost($"raw{world.World.Streams.Count}");
        Endpoint server = host.Resolve("server", RtmpUrl.DefaultPort)[0];
        return new RawClient((PipeStream)host.Connect(server, StreamOptions.Default));
    }

    private async Task WriteAsync(byte[] bytes)
    {
        await Stream.ConnectedAsync();
        await Stream.WriteAllAsync(bytes);
    }

    private async Task TrickleAsync(StreamingWorld world, byte[] bytes)
    {
        await Stream.ConnectedAsync();
        IClock clock = world.World;
        for (int i = 0; i < bytes.Length && Stream.State == StreamState.Open; i++)
        {
            Stream.Write(bytes.AsSpan(i, 1));
            await clock.Delay(Protocols.Core.Duration.FromSeconds(1));
        }
    }

    private async Task ReadAsync()
    {
        byte[] buffer = new byte[65536];
        while (!Stream.EndOfStream)
        {
            await Stream.ReadableAsync();
            Received.AddRange(buffer.AsSpan(0, Stream.Read(buffer)));
        }
    }
}
