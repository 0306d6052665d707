using System;
using System.Collections.Generic;
using Protocols.Core;
using Protocols.Media;

namespace Protocols.Rtmp;

/// <summary>
/// A server's side of one connection (Adobe RTMP 1.0, 7.2). Its answers and their order are those of nginx-rtmp.
/// </summary>
/// <remarks>
/// It knows message streams, not streams by name: the application decides who may publish or play what, and calls back.
/// Commands that no live stream needs, such as <c>getStreamLength</c> and <c>_checkbw</c>, are passed over in silence;
/// ffmpeg gives up when it gets an error for one.
/// </remarks>
public sealed class RtmpServerSession : RtmpSession
{
    // The longest name of an application or stream that is passed on.
    private const int MaxNameLength = 1024;

    private readonly RtmpServerSettings _settings;
    private readonly Dictionary<uint, RtmpServerStreamState> _streams = [];
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
        SendStatus(streamId, "status", "NetStream.Publish.Start", "Start publishing");
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
        SendStatus(streamId, "status", "NetStream.Play.Start", "Start live");
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
    public void SendFrame(uint streamId, in MediaFrame frame) => SendMedia(streamId, frame);

    /// <summary>
    /// Tells a playing client that nobody publishes any more. It keeps playing if somebody does again.
    /// </summary>
    public void NotifyUnpublished(uint streamId)
    {
        SendUserControl(new UserControl(UserControlEvent.StreamEof, streamId));
        SendStatus(streamId, "status", "NetStream.Play.UnpublishNotify", "Stop publishing");
    }

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
                OnRequest(streamId, command.TextAt(1), RtmpServerStreamState.PlayRequested, RtmpEventKind.PlayRequested);
                break;
            case "deleteStream" when command.NumberAt(1) is >= 0 and <= uint.MaxValue:
                EndStream((uint)command.NumberAt(1)!.Value);
                _streams.Remove((uint)command.NumberAt(1)!.Value);
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
        Amf0Value? app = command.Arguments.Count > 0 ? command.Arguments[0]["app"] : null;
        string application = app is { IsText: true } ? app.Text : "";
        if (application.Length is 0 or > MaxNameLength || _isConnected)
        {
            SendCommand(ChunkStreamId.Command, 0, RtmpCommand.Of(
                "_error", command.TransactionId, Amf0Value.Null,
                RtmpCommand.StatusObject("error", "NetConnection.Connect.Rejected", "connect once, and name an application")));
            Fail(RtmpError.NotConnected);
            return;
        }

        _isConnected = true;
        Application = application;
        SendWindow(_settings.AcknowledgementWindowBytes);
        SendPeerBandwidth(_settings.AcknowledgementWindowBytes);
        SendChunkSize(_settings.ChunkSize);
        Amf0Value server = Amf0Value.Object(
            new Amf0Property("fmsVer", Amf0Value.Of("FMS/3,0,1,123")),
            new Amf0Property("capabilities", Amf0Value.Of(31)));
        SendResult(
            command.TransactionId, server,
            RtmpCommand.StatusObject("status", "NetConnection.Connect.Success", "Connection succeeded."));
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

    private void OnRequest(uint streamId, string? name, RtmpServerStreamState state, RtmpEventKind kind)
    {
        bool isIdle = _streams.TryGetValue(streamId, out RtmpServerStreamState now) && now == RtmpServerStreamState.Idle;
        if (!isIdle || name is null || name.Length is 0 or > MaxNameLength)
        {
            Ignore();
            return;
        }

        _streams[streamId] = state;
        Raise(new RtmpEvent(kind, streamId, name));
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
            SendStatus(streamId, "status", "NetStream.Unpublish.Success", "Stop publishing");
        }

        Raise(new RtmpEvent(RtmpEventKind.Ended, streamId));
    }

    private void SendStatus(uint streamId, string level, string code, string description) =>
        SendCommand(ChunkStreamId.Status, streamId, RtmpCommand.Status(level, code, description));

    private void SendResult(double transaction, params Amf0Value[] values) =>
        SendCommand(ChunkStreamId.Command, 0, RtmpCommand.Of("_result", transaction, values));
}
