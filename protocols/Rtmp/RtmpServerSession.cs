using System;
using System.Collections.Generic;
using Protocols.Core;
using Protocols.Media;

namespace Protocols.Rtmp;

/// <summary>
/// A server's side of one connection (Adobe RTMP 1.0, 7.2). Its answers and their order are those of nginx-rtmp.
/// </summary>
/// <remarks>
/// <para>It knows message streams, not streams by name: the application decides who may publish or play what, and calls
/// back. A name ends at a question mark, behind which encoders put keys.</para>
/// <para>All streams are live: where a client wants to start (<c>play</c>'s start, -2, -1 or a position) is not looked at, as
/// nginx-rtmp and SRS do not; a <c>seek</c> fails.</para>
/// <para>Commands that no live stream needs, such as <c>getStreamLength</c>, <c>_checkbw</c>, <c>receiveAudio</c>, are passed
/// over in silence; ffmpeg gives up when it gets an error for one.</para>
/// </remarks>
public sealed class RtmpServerSession : RtmpSession
{
    private readonly RtmpServerSettings _settings;
    private readonly Dictionary<uint, RtmpServerStreamState> _streams = [];
    private readonly Dictionary<uint, uint> _bufferLengths = [];
    private uint _lastStreamId;
    private bool _isConnected;

    /// <summary>Starts: waits for a client's handshake.</summary>
    /// <param name="settings">What to announce.</param>
    /// <param name="random">For the handshake's random bytes.</param>
    /// <param name="limits">What a client may make this side hold; null for the usual.</param>
    /// <exception cref="ArgumentOutOfRangeException">The chunk size is not positive.</exception>
    public RtmpServerSession(RtmpServerSettings settings, RandomStream random, RtmpLimits? limits = null)
        : this(settings, random, new RtmpOutput(), limits ?? RtmpLimits.Default)
    {
    }

    private RtmpServerSession(RtmpServerSettings settings, RandomStream random, RtmpOutput output, RtmpLimits limits)
        : base(output, Handshake.Server(output, random), limits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.ChunkSize, 1, nameof(settings));
        _settings = settings;
    }

    /// <summary>The application that the client connected to; empty before.</summary>
    public string Application { get; private set; } = "";

    /// <summary>
    /// Lets the client publish on a message stream; answers PublishRequested. Does nothing when the client has given up
    /// meanwhile.
    /// </summary>
    public void AcceptPublish(uint streamId)
    {
        if (_streams.GetValueOrDefault(streamId) != RtmpServerStreamState.PublishRequested)
        {
            return;
        }

        _streams[streamId] = RtmpServerStreamState.Publishing;
        SendStatus(streamId, "status", StatusCode.PublishStart, "Start publishing");
    }

    /// <summary>
    /// Lets the client play on a message stream; answers PlayRequested. Does nothing when the client has given up
    /// meanwhile.
    /// </summary>
    /// <remarks>Media may follow at once, or whenever there is some.</remarks>
    public void AcceptPlay(uint streamId)
    {
        if (_streams.GetValueOrDefault(streamId) != RtmpServerStreamState.PlayRequested)
        {
            return;
        }

        _streams[streamId] = RtmpServerStreamState.Playing;
        SendStatus(streamId, "status", StatusCode.PlayStart, "Start live");
        Send(
            RtmpMessageType.DataAmf0, ChunkStreamId.Status, streamId, 0,
            Amf0Writer.Write(Amf0Value.Of("|RtmpSampleAccess"), Amf0Value.Of(true), Amf0Value.Of(true)));
        SendUserControl(new UserControl(UserControlEvent.StreamBegin, streamId));
    }

    /// <summary>Says no to a request; the message stream can be used for another one.</summary>
    /// <param name="streamId">The message stream.</param>
    /// <param name="code">Such as <c>NetStream.Publish.BadName</c>.</param>
    /// <param name="description">A sentence for a person.</param>
    public void Refuse(uint streamId, string code, string description)
    {
        if (!_streams.ContainsKey(streamId))
        {
            return;
        }

        _streams[streamId] = RtmpServerStreamState.Idle;
        SendStatus(streamId, "error", code, description);
    }

    /// <summary>Sends a frame to a playing client.</summary>
    /// <param name="streamId">The message stream.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="shared">Its chunks, when it goes to other clients as well; else null.</param>
    public void SendFrame(uint streamId, in MediaFrame frame, SharedChunks? shared = null) => SendMedia(streamId, frame, shared);

    /// <summary>
    /// Tells a playing client that nobody publishes any more. It keeps playing if somebody does again.
    /// </summary>
    public void NotifyUnpublished(uint streamId)
    {
        SendUserControl(new UserControl(UserControlEvent.StreamEof, streamId));
        SendStatus(streamId, "status", StatusCode.PlayUnpublishNotify, "Stop publishing");
    }

    /// <summary>Tells a playing client, which has heard of the end, that somebody publishes again.</summary>
    public void NotifyPublished(uint streamId)
    {
        SendUserControl(new UserControl(UserControlEvent.StreamBegin, streamId));
        SendStatus(streamId, "status", StatusCode.PlayPublishNotify, "Start publishing");
    }

    /// <summary>Takes the stream from a publishing client, since another one publishes it.</summary>
    public void Replace(uint streamId)
    {
        if (_streams.GetValueOrDefault(streamId) == RtmpServerStreamState.Publishing)
        {
            _streams[streamId] = RtmpServerStreamState.Idle;
            SendStatus(streamId, "status", StatusCode.UnpublishSuccess, "Another client publishes the stream");
        }
    }

    /// <summary>The length of a playing client's buffer, as it told last; zero when it did not.</summary>
    public Duration BufferLengthOf(uint streamId) => Duration.FromMilliseconds(_bufferLengths.GetValueOrDefault(streamId));

    private protected override void OnCommand(uint streamId, RtmpCommand command)
    {
        if (command.Name == "connect")
        {
            OnConnect(command);
            return;
        }

        if (!_isConnected)
        {
            Fail(RtmpError.NotConnected);
            return;
        }

        switch (command.Name)
        {
            case "createStream":
                OnCreateStream(command.TransactionId);
                break;
            case "publish":
                OnRequest(streamId, command.TextAt(1), RtmpServerStreamState.PublishRequested, RtmpEventKind.PublishRequested);
                break;
            case "play":
                OnPlay(streamId, command.TextAt(1));
                break;
            case "play2":
                OnPlay(streamId, command.Arguments.Count > 1 && command.Arguments[1]["streamName"] is { IsText: true } name ? name.Text : null);
                break;
            case "pause" or "pauseRaw" when command.Arguments.Count > 1:
                OnPause(streamId, command.Arguments[1].Boolean);
                break;
            case "seek" when IsPlaying(streamId):
                SendStatus(streamId, "error", StatusCode.SeekFailed, "a live stream has no other position");
                break;
            case "deleteStream" when command.NumberAt(1) is >= 0 and <= uint.MaxValue:
                uint deleted = (uint)command.NumberAt(1)!.Value;
                EndStream(deleted);
                _streams.Remove(deleted);
                _bufferLengths.Remove(deleted);
                break;
            case "closeStream":
                EndStream(streamId);
                break;
            case "releaseStream" or "FCPublish":
                SendResult(command.TransactionId, Amf0Value.Null, Amf0Value.Undefined);
                break;
            default:
                Ignore();
                break;
        }
    }

    private protected override void OnUserControl(in UserControl control)
    {
        if (control.Event == UserControlEvent.SetBufferLength && _streams.ContainsKey(control.Value))
        {
            _bufferLengths[control.Value] = control.BufferLengthMs;
        }
    }

    private protected override void OnMedia(uint streamId, in MediaFrame frame)
    {
        // A client that does not wait for the answer may send media right behind its request; the application sees both
        // in order.
        RtmpServerStreamState state = _streams.GetValueOrDefault(streamId);
        if (state is RtmpServerStreamState.Publishing or RtmpServerStreamState.PublishRequested)
        {
            Raise(new RtmpEvent(RtmpEventKind.Media, streamId, "", frame));
        }
        else
        {
            Ignore();
        }
    }

    private void OnConnect(RtmpCommand command)
    {
        Amf0Value? client = command.Arguments.Count > 0 ? command.Arguments[0] : null;
        Amf0Value? app = client?["app"];
        string application = app is { IsText: true } ? NameOf(app.Text).TrimEnd('/') : "";
        if (application.Length == 0 || application.Length > Limits.MaxNameLength || _isConnected)
        {
            string code = _isConnected ? StatusCode.ConnectRejected : StatusCode.ConnectInvalidApplication;
            SendCommand(ChunkStreamId.Command, 0, RtmpCommand.Of(
                "_error", command.TransactionId, Amf0Value.Null,
                RtmpCommand.StatusObject("error", code, "connect once, and name an application")));
            Fail(RtmpError.NotConnected);
            return;
        }

        _isConnected = true;
        Application = application;
        SendWindow(_settings.AcknowledgementWindowBytes);
        SendPeerBandwidth(_settings.AcknowledgementWindowBytes);
        SendChunkSize(_settings.ChunkSize);
        SendResult(command.TransactionId, ConnectAnswer.Properties(client), ConnectAnswer.Status(client));
        Raise(new RtmpEvent(RtmpEventKind.Connected, 0, application));
    }

    private void OnCreateStream(double transaction)
    {
        if (_streams.Count >= Limits.MaxMessageStreams)
        {
            Fail(RtmpError.TooManyMessageStreams);
            return;
        }

        _streams.Add(++_lastStreamId, RtmpServerStreamState.Idle);
        SendResult(transaction, Amf0Value.Null, Amf0Value.Of(_lastStreamId));
    }

    // A client that plays something already gets the other stream instead (7.2.2.1 and 7.2.2.2).
    private void OnPlay(uint streamId, string? name)
    {
        if (IsPlaying(streamId))
        {
            EndStream(streamId);
        }

        OnRequest(streamId, name, RtmpServerStreamState.PlayRequested, RtmpEventKind.PlayRequested);
    }

    private void OnRequest(uint streamId, string? text, RtmpServerStreamState state, RtmpEventKind kind)
    {
        bool isIdle = _streams.TryGetValue(streamId, out RtmpServerStreamState now) && now == RtmpServerStreamState.Idle;
        if (!isIdle)
        {
            Ignore();
            return;
        }

        string name = NameOf(text ?? "");
        if (name.Length == 0 || name.Length > Limits.MaxNameLength)
        {
            string code = kind == RtmpEventKind.PublishRequested ? StatusCode.PublishBadName : StatusCode.PlayFailed;
            SendStatus(streamId, "error", code, $"a name has 1 to {Limits.MaxNameLength} characters");
            return;
        }

        _streams[streamId] = state;
        Raise(new RtmpEvent(kind, streamId, name));
    }

    private void OnPause(uint streamId, bool pauses)
    {
        RtmpServerStreamState from = pauses ? RtmpServerStreamState.Playing : RtmpServerStreamState.Paused;
        if (_streams.GetValueOrDefault(streamId) != from)
        {
            Ignore();
            return;
        }

        _streams[streamId] = pauses ? RtmpServerStreamState.Paused : RtmpServerStreamState.Playing;
        SendStatus(
            streamId, "status", pauses ? StatusCode.PauseNotify : StatusCode.UnpauseNotify, pauses ? "Paused live" : "Unpaused live");
        Raise(new RtmpEvent(pauses ? RtmpEventKind.Paused : RtmpEventKind.Resumed, streamId));
    }

    private void EndStream(uint streamId)
    {
        RtmpServerStreamState state = _streams.GetValueOrDefault(streamId);
        if (state == RtmpServerStreamState.Idle)
        {
            return;
        }

        _streams[streamId] = RtmpServerStreamState.Idle;
        if (state == RtmpServerStreamState.Publishing)
        {
            SendStatus(streamId, "status", StatusCode.UnpublishSuccess, "Stop publishing");
        }

        Raise(new RtmpEvent(RtmpEventKind.Ended, streamId));
    }

    private bool IsPlaying(uint streamId) => _streams.GetValueOrDefault(streamId)
        is RtmpServerStreamState.PlayRequested or RtmpServerStreamState.Playing or RtmpServerStreamState.Paused;

    private static string NameOf(string text) => text.Split('?', 2)[0];

    private void SendStatus(uint streamId, string level, string code, string description) =>
        SendCommand(ChunkStreamId.Status, streamId, RtmpCommand.Status(level, code, description));

    private void SendResult(double transaction, params Amf0Value[] values) =>
        SendCommand(ChunkStreamId.Command, 0, RtmpCommand.Of("_result", transaction, values));
}
