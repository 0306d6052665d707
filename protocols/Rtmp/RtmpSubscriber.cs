using System;
using Protocols.Core;
using Protocols.Media;

namespace Protocols.Rtmp;

/// <summary>The session of a client that plays a stream.</summary>
/// <remarks>
/// connect; createStream; play and Set Buffer Length; media; deleteStream (Adobe RTMP 1.0, 7.2.1 and 7.2.2).
/// </remarks>
public sealed class RtmpSubscriber : RtmpClientSession
{
    // 7.2.2.1: the live stream if there is one, else a recording; players send it in milliseconds, hence -2000.
    private const double LiveOrRecorded = -2000;

    // The AMF0 string "onMetaData": marker 2, length 10, text.
    private static ReadOnlySpan<byte> OnMetaData => "\u0002\0\nonMetaData"u8;

    private readonly uint _bufferLengthMs;
    private bool _hasEnded;

    /// <summary>Starts: C0 and C1 are in the output at once.</summary>
    /// <param name="url">What to play.</param>
    /// <param name="random">For the handshake's random bytes.</param>
    /// <param name="now">The time, for the handshake's time field.</param>
    /// <param name="bufferLength">What to tell the server about the player's buffer.</param>
    /// <param name="limits">What a server may make this side hold; null for the usual.</param>
    /// <param name="handshake">What to offer.</param>
    public RtmpSubscriber(
        RtmpUrl url, RandomStream random, Instant now, Duration bufferLength, RtmpLimits? limits = null,
        HandshakeForm handshake = HandshakeForm.Simple)
        : base(url, new RtmpOutput(), random, now, limits ?? RtmpLimits.Default, handshake)
    {
        _bufferLengthMs = (uint)Math.Clamp(bufferLength.WholeMilliseconds, 0, uint.MaxValue);
    }

    private protected override RtmpCommand ConnectCommand => Connect(
        new Amf0Property("app", Amf0Value.Of(Url.Application)),
        new Amf0Property("flashVer", Amf0Value.Of("LNX 9,0,124,2")),
        new Amf0Property("tcUrl", Amf0Value.Of(Url.TcUrl)),
        new Amf0Property("fpad", Amf0Value.Of(false)),
        new Amf0Property("capabilities", Amf0Value.Of(15)),
        new Amf0Property("audioCodecs", Amf0Value.Of(4071)),
        new Amf0Property("videoCodecs", Amf0Value.Of(252)),
        new Amf0Property("videoFunction", Amf0Value.Of(1)));

    /// <summary>Stops playing in good order; the owner closes the connection once the output is written.</summary>
    public void End()
    {
        if (StreamId != 0 && !_hasEnded)
        {
            _hasEnded = true;
            SendCommand(
                ChunkStreamId.Command, 0, RtmpCommand.Of("deleteStream", NextTransaction(), Amf0Value.Null, Amf0Value.Of(StreamId)));
        }
    }

    /// <summary>Asks for no media until <see cref="Resume"/>; the server answers with Paused.</summary>
    public void Pause() => SendPause(true);

    /// <summary>Asks for media again; the server answers with Resumed.</summary>
    public void Resume() => SendPause(false);

    /// <summary>Tells the server how long the player's buffer is now (7.1.7).</summary>
    /// <param name="length">0 to 49 days.</param>
    public void SetBufferLength(Duration length)
    {
        if (StreamId != 0)
        {
            uint milliseconds = (uint)Math.Clamp(length.WholeMilliseconds, 0, uint.MaxValue);
            SendUserControl(new UserControl(UserControlEvent.SetBufferLength, StreamId, milliseconds));
        }
    }

    private protected override void OnConnected() => CreateStream();

    private protected override void OnStreamCreated()
    {
        SendCommand(
            ChunkStreamId.StreamCommand, StreamId,
            RtmpCommand.Of("play", NextTransaction(), Amf0Value.Null, Amf0Value.Of(Url.StreamName), Amf0Value.Of(LiveOrRecorded)));
        SendUserControl(new UserControl(UserControlEvent.SetBufferLength, StreamId, _bufferLengthMs));
    }

    private protected override void OnStatus(string level, string code)
    {
        switch (code)
        {
            case StatusCode.PlayStart:
                Raise(new RtmpEvent(RtmpEventKind.Playing, StreamId));
                break;
            case StatusCode.PlayUnpublishNotify or StatusCode.PlayStop or StatusCode.PlayComplete:
                Raise(new RtmpEvent(RtmpEventKind.Ended, StreamId));
                break;
            case StatusCode.PauseNotify:
                Raise(new RtmpEvent(RtmpEventKind.Paused, StreamId));
                break;
            case StatusCode.UnpauseNotify:
                Raise(new RtmpEvent(RtmpEventKind.Resumed, StreamId));
                break;
            default:
                if (level == "error")
                {
                    Raise(new RtmpEvent(RtmpEventKind.Refused, StreamId, code));
                }
                else
                {
                    Ignore();
                }

                break;
        }
    }

    private protected override void OnUserControl(in UserControl control)
    {
        if (control.Event == UserControlEvent.StreamEof)
        {
            Raise(new RtmpEvent(RtmpEventKind.Ended, control.Value));
        }
    }

    private protected override void OnMedia(uint streamId, in MediaFrame frame)
    {
        // Data messages other than metadata, such as |RtmpSampleAccess and onPlayStatus, are between server and player,
        // not media.
        if (frame.Kind == MediaKind.Script && !frame.Payload.Span.StartsWith(OnMetaData))
        {
            Ignore();
            return;
        }

        Raise(new RtmpEvent(RtmpEventKind.Media, streamId, "", frame));
    }

    // 7.2.2.8: the position counts for recordings only.
    private void SendPause(bool pauses)
    {
        if (StreamId != 0 && !_hasEnded)
        {
            SendCommand(ChunkStreamId.StreamCommand, StreamId, RtmpCommand.Of(
                "pause", NextTransaction(), Amf0Value.Null, Amf0Value.Of(pauses), Amf0Value.Of(0)));
        }
    }
}
