using System;
using System.Collections.Generic;
using Protocols.Core;
using Protocols.Media;
using Protocols.Rtmp;

namespace Tests.Rtmp;

/// <summary>
/// Two sessions joined without a network: what one puts out is fed to the other until both are silent.
/// </summary>
internal sealed class SessionDialogue(RtmpSession client, RtmpSession server)
{
    public static RtmpUrl Url { get; } = new("server", RtmpUrl.DefaultPort, "live", "cam1");

    /// <summary>All events of the client so far, the oldest first.</summary>
    public List<RtmpEvent> ClientEvents { get; } = [];

    /// <summary>All events of the server so far.</summary>
    public List<RtmpEvent> ServerEvents { get; } = [];

    /// <summary>How many bytes one read takes at most.</summary>
    public int PieceBytes { get; init; } = int.MaxValue;

    public static RtmpPublisher Publisher(int? chunkSize = null) => new(Url, new RandomStream(1), Instant.Zero, chunkSize);

    public static RtmpSubscriber Subscriber() => new(Url, new RandomStream(3), Instant.Zero, Duration.FromMilliseconds(3000));

    public static RtmpServerSession Server(RtmpServerSettings? settings = null) => new(settings ?? RtmpServerSettings.Default, new RandomStream(2));

    public static MediaFrame Video(uint timestamp, int length) => new(MediaKind.Video, timestamp, Payload(length));

    public static MediaFrame Audio(uint timestamp, int length) => new(MediaKind.Audio, timestamp, Payload(length));

    public SessionDialogue Run()
    {
        while (Move(client, server, ServerEvents) | Move(server, client, ClientEvents))
        {
        }

        return this;
    }

    private static byte[] Payload(int length)
    {
        byte[] payload = new byte[length];
        new RandomStream((ulong)length).NextBytes(payload);
        return payload;
    }

    private bool Move(RtmpSession from, RtmpSession to, List<RtmpEvent> events)
    {
        int count = Math.Min(from.Output.Pending.Length, PieceBytes);
        to.Feed(from.Output.Pending[..count], Instant.Zero);
        from.Output.Consume(count);
        while (to.TryTakeEvent(out RtmpEvent happened))
        {
            events.Add(happened);
        }

        return count > 0;
    }
}
