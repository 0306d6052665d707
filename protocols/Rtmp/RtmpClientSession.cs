using Protocols.Core;

namespace Protocols.Rtmp;

/// <summary>
/// What a publisher and a subscriber share: they connect to an application and create one message stream.
/// </summary>
public abstract class RtmpClientSession : RtmpSession
{
    private const double ConnectTransaction = 1;

    private double _lastTransaction = ConnectTransaction;
    private double _createStreamTransaction;

    private protected RtmpClientSession(
        RtmpUrl url, RtmpOutput output, RandomStream random, Instant now, RtmpLimits limits, HandshakeForm handshake)
        : base(output, Handshake.Client(output, random, MillisecondsOf(now), handshake), limits)
    {
        Url = url;
    }

    /// <summary>What is asked for.</summary>
    public RtmpUrl Url { get; }

    /// <summary>The message stream that the server created; 0 before.</summary>
    public uint StreamId { get; private set; }

    private protected abstract RtmpCommand ConnectCommand { get; }

    private protected abstract void OnConnected();

    private protected abstract void OnStreamCreated();

    private protected abstract void OnStatus(string level, string code);

    private protected override void OnHandshakeComplete() => SendCommand(ChunkStreamId.Command, 0, ConnectCommand);

    private protected static RtmpCommand Connect(params Amf0Property[] properties) =>
        RtmpCommand.Of("connect", ConnectTransaction, Amf0Value.Object(properties));

    private protected double NextTransaction() => ++_lastTransaction;

    private protected void CreateStream()
    {
        _createStreamTransaction = NextTransaction();
        SendCommand(ChunkStreamId.Command, 0, RtmpCommand.Of("createStream", _createStreamTransaction, Amf0Value.Null));
    }

    private protected override void OnCommand(uint streamId, RtmpCommand command)
    {
        switch (command.Name)
        {
            case "_result" when command.TransactionId == ConnectTransaction && _createStreamTransaction == 0:
                Raise(new RtmpEvent(RtmpEventKind.Connected, 0));
                OnConnected();
                break;
            case "_result" when command.TransactionId == _createStreamTransaction && StreamId == 0
                && command.NumberAt(1) is > 0 and <= uint.MaxValue:
                StreamId = (uint)command.NumberAt(1)!.Value;
                OnStreamCreated();
                break;
            case "_error" when command.TransactionId == ConnectTransaction
                || command.TransactionId == _createStreamTransaction:
                Raise(new RtmpEvent(RtmpEventKind.Refused, 0, command.StatusText("code")));
                break;
            case "onStatus":
                OnStatus(command.StatusText("level"), command.StatusText("code"));
                break;
            default:
                // Answers to releaseStream and FCPublish, onBWDone, onFCPublish: nothing depends on them.
                Ignore();
                break;
        }
    }
}
