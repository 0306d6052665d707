using System;
using System.Collections.Generic;
using System.Linq;
using Protocols.Core;
using Protocols.Media;

namespace Protocols.Rtmp;

/// <summary>
/// The session of a client that publishes a stream. Its commands and their order are those of ffmpeg.
/// </summary>
/// <remarks>
/// connect; releaseStream, FCPublish, createStream; publish; media; FCUnpublish, deleteStream (Adobe RTMP 1.0, 7.2.1
/// and 7.2.2). Its chunks become as long as the server's, as ffmpeg's do, unless the caller asks for a length.
/// </remarks>
public sealed class RtmpPublisher : RtmpClientSession
{
    private readonly int? _chunkSize;
    private readonly IReadOnlyList<string> _enhancedCodecs;
    private bool _hasEnded;

    /// <summary>Starts: C0 and C1 are in the output at once.</summary>
    /// <param name="url">What to publish.</param>
    /// <param name="random">For the handshake's random bytes.</param>
    /// <param name="now">The time, for the handshake's time field.</param>
    /// <param name="chunkSize">The longest chunk to send, 1 to 2^31 - 1; null to do as the server does.</param>
    /// <param name="limits">What a server may make this side hold; null for the usual.</param>
    /// <param name="handshake">What to offer.</param>
    /// <param name="enhancedCodecs">
    /// The FourCCs of the codecs that will be sent by Enhanced RTMP, such as <c>hvc1</c>; empty or null to say nothing, as
    /// ffmpeg does unless it is asked to.
    /// </param>
    public RtmpPublisher(
        RtmpUrl url, RandomStream random, Instant now, int? chunkSize = null, RtmpLimits? limits = null,
        HandshakeForm handshake = HandshakeForm.Simple, IReadOnlyList<string>? enhancedCodecs = null)
        : base(url, new RtmpOutput(), random, now, limits ?? RtmpLimits.Default, handshake)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(chunkSize ?? 1, 1, nameof(chunkSize));
        _chunkSize = chunkSize;
        _enhancedCodecs = enhancedCodecs ?? [];
    }

    /// <summary>Whether media may be sent.</summary>
    public bool IsPublishing { get; private set; }

    private protected override RtmpCommand ConnectCommand => Connect(
    [
        new Amf0Property("app", Amf0Value.Of(Url.Application)),
        new Amf0Property("type", Amf0Value.Of("nonprivate")),
        new Amf0Property("flashVer", Amf0Value.Of("FMLE/3.0 (compatible; simulator)")),
        new Amf0Property("tcUrl", Amf0Value.Of(Url.TcUrl)),
        .. _enhancedCodecs.Count == 0 ? (Amf0Property[])[]
            : [new Amf0Property("fourCcList", Amf0Value.StrictArray([.. _enhancedCodecs.Select(Amf0Value.Of)]))],
    ]);

    /// <summary>Sends a frame; script data is marked to be kept by the server (<c>@setDataFrame</c>).</summary>
    /// <exception cref="InvalidOperationException">The server has not accepted the stream, or it has ended.</exception>
    public void Send(in MediaFrame frame)
    {
        if (!IsPublishing)
        {
            throw new InvalidOperationException("frames are sent between Publishing and End");
        }

        if (frame.Kind == MediaKind.Script)
        {
            SendDataFrame(StreamId, frame);
        }
        else
        {
            SendMedia(StreamId, frame);
        }
    }

    /// <summary>Ends the stream in good order; the owner closes the connection once the output is written.</summary>
    public void End()
    {
        if (StreamId == 0 || _hasEnded)
        {
            return;
        }

        _hasEnded = true;
        IsPublishing = false;
        SendStreamNameCommand("FCUnpublish");
        SendCommand(
            ChunkStreamId.Command, 0, RtmpCommand.Of("deleteStream", NextTransaction(), Amf0Value.Null, Amf0Value.Of(StreamId)));
    }

    private protected override void OnPeerChunkSize() => SendChunkSize(_chunkSize ?? PeerChunkSize);

    private protected override void OnConnected()
    {
        SendChunkSize(_chunkSize ?? PeerChunkSize);
        SendStreamNameCommand("releaseStream");
        SendStreamNameCommand("FCPublish");
        CreateStream();
    }

    private protected override void OnStreamCreated() => SendCommand(
        ChunkStreamId.StreamCommand, StreamId,
        RtmpCommand.Of("publish", NextTransaction(), Amf0Value.Null, Amf0Value.Of(Url.StreamName), Amf0Value.Of("live")));

    private protected override void OnStatus(string level, string code)
    {
        if (code == StatusCode.PublishStart && !_hasEnded)
        {
            IsPublishing = true;
            Raise(new RtmpEvent(RtmpEventKind.Publishing, StreamId));
        }
        else if (code == StatusCode.UnpublishSuccess && IsPublishing)
        {
            // Nobody asked for it: another client has taken the stream.
            IsPublishing = false;
            Raise(new RtmpEvent(RtmpEventKind.Refused, StreamId, code));
        }
        else if (level == "error")
        {
            IsPublishing = false;
            Raise(new RtmpEvent(RtmpEventKind.Refused, StreamId, code));
        }
        else
        {
            Ignore();
        }
    }

    private protected override void OnMedia(uint streamId, in MediaFrame frame) => Ignore();

    private void SendStreamNameCommand(string name) => SendCommand(
        ChunkStreamId.Command, 0, RtmpCommand.Of(name, NextTransaction(), Amf0Value.Null, Amf0Value.Of(Url.StreamName)));
}
