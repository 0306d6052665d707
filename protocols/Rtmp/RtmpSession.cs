using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using Protocols.Core;
using Protocols.Media;

namespace Protocols.Rtmp;

/// <summary>
/// One end of an RTMP connection as a machine without input and output: bytes in, events and bytes out.
/// </summary>
/// <remarks>
/// <para>Read: Adobe RTMP 1.0. This class does what both ends share: handshake, chunks, protocol control and user
/// control messages.</para>
/// <para>The owner feeds what it reads from the stream, takes the events, and writes <see cref="Output"/>. When
/// <see cref="Error"/> is set the connection is to be closed; the session then ignores what it is fed. Bytes off the wire
/// never throw.</para>
/// <para>Deployed software differs from 5.4.3 and so do we: a sender counts acknowledgements but never stops to wait for
/// one.</para>
/// <para>Not implemented: shared objects. Commands and data in AMF3 are read, but never sent.</para>
/// </remarks>
public abstract class RtmpSession
{
    // The AMF0 string "@setDataFrame": marker 2, length 13, text.
    private static ReadOnlySpan<byte> SetDataFrame => "\u0002\0\r@setDataFrame"u8;

    private readonly Handshake _handshake;
    private readonly ChunkReader _reader;
    private readonly ChunkWriter _writer;
    private readonly AcknowledgementWindow _window = new();
    private readonly Queue<RtmpEvent> _events = [];
    private uint _announcedWindow;
    private RtmpError _error;

    private protected RtmpSession(RtmpOutput output, Handshake handshake, RtmpLimits limits)
    {
        Output = output;
        Limits = limits;
        _handshake = handshake;
        _reader = new ChunkReader(limits);
        _writer = new ChunkWriter(output);
    }

    /// <summary>The bytes to be sent.</summary>
    public RtmpOutput Output { get; }

    /// <summary>How the peer broke the protocol; <see cref="RtmpError.None"/> while it has not.</summary>
    public RtmpError Error => _error != RtmpError.None ? _error
        : _handshake.Error != RtmpError.None ? _handshake.Error : _reader.Error;

    /// <summary>Bytes fed so far.</summary>
    public long ReceivedBytes => _window.ReceivedBytes;

    /// <summary>The last acknowledgement from the peer: bytes it has received, modulo 2^32.</summary>
    public uint PeerAcknowledgement { get; private set; }

    /// <summary>Messages that were passed over because they are unknown, too short, or mean nothing here.</summary>
    public long IgnoredMessages { get; private set; }

    /// <summary>Bytes of memory that messages hold of which a part has arrived.</summary>
    public int BufferedBytes => _reader.BufferedBytes;

    /// <summary>Which handshake is used, see <see cref="Handshake.Form"/>.</summary>
    public HandshakeForm HandshakeForm => _handshake.Form;

    /// <summary>Whether the handshake is over.</summary>
    public bool IsHandshakeComplete => _handshake.IsComplete;

    /// <summary>The longest chunk that the peer sends.</summary>
    public int PeerChunkSize => _reader.ChunkSize;

    /// <summary>The longest chunk that this side sends.</summary>
    public int ChunkSize => _writer.ChunkSize;

    private protected RtmpLimits Limits { get; }

    /// <summary>Takes bytes that have arrived, cut anywhere.</summary>
    /// <param name="bytes">The bytes; copied where they are needed later.</param>
    /// <param name="now">The time, for the handshake's time fields.</param>
    public void Feed(ReadOnlySpan<byte> bytes, Instant now)
    {
        _window.Add(bytes.Length);
        bool wasComplete = _handshake.IsComplete;
        _handshake.Feed(ref bytes, MillisecondsOf(now));
        if (_handshake.IsComplete && !wasComplete)
        {
            OnHandshakeComplete();
        }

        if (!_handshake.IsComplete)
        {
            return;
        }

        while (Error == RtmpError.None && _reader.TryRead(ref bytes, out RtmpMessage message))
        {
            Dispatch(message);
        }

        if (Error == RtmpError.None && _window.TryAcknowledge())
        {
            SendControl(RtmpMessageType.Acknowledgement, _window.SequenceNumber);
        }
    }

    /// <summary>Takes the oldest event.</summary>
    /// <returns>False when there is none.</returns>
    public bool TryTakeEvent(out RtmpEvent happened) => _events.TryDequeue(out happened);

    /// <summary>The owner keeps nothing of a frame that an event gave: its memory serves a later one.</summary>
    /// <param name="frame">The frame as it was given. Not to be called for one that another holder may still read.</param>
    public void Release(in MediaFrame frame) => _reader.Release(frame.Payload);

    /// <summary>Asks whether the peer is still there: it answers with the same time.</summary>
    /// <param name="now">The time; milliseconds of it travel.</param>
    public void SendPing(Instant now) => SendUserControl(new UserControl(UserControlEvent.PingRequest, MillisecondsOf(now)));

    private protected static uint MillisecondsOf(Instant now) => unchecked((uint)now.SinceStart.WholeMilliseconds);

    private protected abstract void OnCommand(uint streamId, RtmpCommand command);

    private protected abstract void OnMedia(uint streamId, in MediaFrame frame);

    private protected virtual void OnHandshakeComplete()
    {
    }

    private protected virtual void OnUserControl(in UserControl control)
    {
    }

    private protected virtual void OnPeerChunkSize()
    {
    }

    private protected void Raise(in RtmpEvent happened) => _events.Enqueue(happened);

    private protected void Fail(RtmpError error) => _error = error;

    private protected void Ignore() => IgnoredMessages++;

    private protected void Send(
        RtmpMessageType type, int chunkStreamId, uint streamId, uint timestampMs, ReadOnlyMemory<byte> payload) =>
        _writer.Write(new RtmpMessage(type, chunkStreamId, streamId, timestampMs, payload));

    private protected void SendCommand(int chunkStreamId, uint streamId, RtmpCommand command) =>
        Send(RtmpMessageType.CommandAmf0, chunkStreamId, streamId, 0, command.ToPayload());

    private protected void SendMedia(uint streamId, in MediaFrame frame, SharedChunks? shared = null) => _writer.Write(
        new RtmpMessage(
            (RtmpMessageType)frame.Kind, ChunkStreamId.Of(frame.Kind), streamId, frame.TimestampMs, frame.Payload),
        shared);

    private protected void SendUserControl(UserControl control) =>
        Send(RtmpMessageType.UserControl, ChunkStreamId.Control, 0, 0, control.ToPayload());

    private protected void SendWindow(uint windowBytes)
    {
        _announcedWindow = windowBytes;
        SendControl(RtmpMessageType.WindowAcknowledgementSize, windowBytes);
    }

    private protected void SendChunkSize(int chunkSize)
    {
        if (chunkSize != ChunkSize)
        {
            SendControl(RtmpMessageType.SetChunkSize, (uint)chunkSize);
        }
    }

    private protected void SendPeerBandwidth(uint windowBytes)
    {
        // 5.4.5: window size (32), limit type (8): 0 hard, 1 soft, 2 dynamic, which is what servers send.
        byte[] payload = [0, 0, 0, 0, 2];
        BinaryPrimitives.WriteUInt32BigEndian(payload, windowBytes);
        Send(RtmpMessageType.SetPeerBandwidth, ChunkStreamId.Control, 0, 0, payload);
    }

    private void SendControl(RtmpMessageType type, uint value)
    {
        byte[] payload = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(payload, value);
        Send(type, ChunkStreamId.Control, 0, 0, payload);
    }

    private void Dispatch(in RtmpMessage message)
    {
        switch (message.Type)
        {
            case RtmpMessageType.SetChunkSize:
                OnPeerChunkSize();
                break;
            case RtmpMessageType.Abort:
                break;
            case RtmpMessageType.Acknowledgement:
            case RtmpMessageType.WindowAcknowledgementSize:
            case RtmpMessageType.SetPeerBandwidth:
                OnControl(message);
                break;
            case RtmpMessageType.UserControl:
                OnUserControl(message);
                break;
            case RtmpMessageType.CommandAmf0 or RtmpMessageType.CommandAmf3:
                OnCommandMessage(message);
                break;
            case RtmpMessageType.DataAmf3:
                OnDataAmf3(message);
                break;
            case RtmpMessageType.Aggregate:
                OnAggregate(message);
                break;
            default:
                OnMediaMessage(message);
                break;
        }
    }

    private void OnControl(in RtmpMessage message)
    {
        if (!BinaryPrimitives.TryReadUInt32BigEndian(message.Payload.Span, out uint value))
        {
            Ignore();
            return;
        }

        switch (message.Type)
        {
            case RtmpMessageType.Acknowledgement:
                PeerAcknowledgement = value;
                break;
            case RtmpMessageType.WindowAcknowledgementSize:
                _window.Resize(value);
                break;
            default:
                // 5.4.5: answer with the window when it differs from the one told last.
                if (value != _announcedWindow)
                {
                    SendWindow(value);
                }

                break;
        }
    }

    private void OnUserControl(in RtmpMessage message)
    {
        if (!UserControl.TryParse(message.Payload.Span, out UserControl control))
        {
            Ignore();
        }
        else if (control.Event == UserControlEvent.PingRequest)
        {
            SendUserControl(new UserControl(UserControlEvent.PingResponse, control.Value));
        }
        else
        {
            OnUserControl(control);
        }
    }

    private void OnCommandMessage(in RtmpMessage message)
    {
        ReadOnlySpan<byte> payload = message.Payload.Span;
        if (payload.Length > Limits.MaxCommandBytes)
        {
            Fail(RtmpError.MessageTooLong);
            return;
        }

        bool isRead = message.Type == RtmpMessageType.CommandAmf0
            ? RtmpCommand.TryParse(payload, out RtmpCommand? command)
            : RtmpCommand.TryParseAmf3(payload, out command);
        if (isRead)
        {
            OnCommand(message.StreamId, command!);
        }
        else
        {
            Fail(RtmpError.MalformedCommand);
        }
    }

    // Goes on as AMF0, which is what FLV files and other clients know.
    private void OnDataAmf3(in RtmpMessage message)
    {
        if (message.Payload.Length > Limits.MaxCommandBytes
            || !AmfPayload.TryReadAmf3(message.Payload.Span, out List<Amf0Value>? values, out Range amf0))
        {
            Ignore();
            return;
        }

        ReadOnlyMemory<byte> plain = message.Payload[amf0];
        OnMediaMessage(message with
        {
            Type = RtmpMessageType.DataAmf0,
            Payload = plain.IsEmpty ? Amf0Writer.Write([.. values]) : plain,
        });
    }

    private void OnAggregate(in RtmpMessage message)
    {
        AggregateReader reader = new(message);
        while (reader.TryRead(out RtmpMessage part))
        {
            OnMediaMessage(part);
        }

        if (reader.Failed)
        {
            Fail(RtmpError.MalformedAggregate);
        }
    }

    private void OnMediaMessage(in RtmpMessage message)
    {
        bool isMedia = message.Type is RtmpMessageType.Audio or RtmpMessageType.Video or RtmpMessageType.DataAmf0;
        if (!isMedia || message.Payload.IsEmpty)
        {
            Ignore();
            return;
        }

        // A publisher asks the server to keep metadata by this name in front; what is kept and played is the rest.
        bool isSetDataFrame = message.Type == RtmpMessageType.DataAmf0 && message.Payload.Span.StartsWith(SetDataFrame);
        ReadOnlyMemory<byte> payload = isSetDataFrame ? message.Payload[SetDataFrame.Length..] : message.Payload;
        OnMedia(message.StreamId, new MediaFrame((MediaKind)message.Type, message.TimestampMs, payload));
    }

    private protected void SendDataFrame(uint streamId, in MediaFrame frame) =>
        Send(
            RtmpMessageType.DataAmf0, ChunkStreamId.Audio, streamId, frame.TimestampMs,
            (byte[])[.. SetDataFrame, .. frame.Payload.Span]);
}
