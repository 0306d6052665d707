using System;
using System.Collections.Generic;
using System.Linq;
using Protocols.Core;
using Protocols.Rtmp;

namespace Tests.Rtmp;

/// <summary>A server's session behind its handshake, asked by messages of the test's own and read back message by message.</summary>
internal sealed class ServerConversation
{
    private readonly RtmpOutput _questions = new();
    private readonly ChunkWriter _writer;
    private readonly ChunkReader _reader = new(RtmpLimits.Default);

    public ServerConversation()
    {
        _writer = new ChunkWriter(_questions);
        Server.Feed([3, .. new byte[RtmpCaptures.HandshakeBytes - 1]], Instant.Zero);
        Server.Output.Consume(RtmpCaptures.HandshakeBytes);
    }

    public static Amf0Value App { get; } = Amf0Value.Object(new Amf0Property("app", Amf0Value.Of("live")));

    public RtmpServerSession Server { get; } = SessionDialogue.Server();

    /// <summary>A client that has connected and created stream 1.</summary>
    public static ServerConversation Connected()
    {
        ServerConversation conversation = new();
        conversation.Ask(0, "connect", 1, App);
        conversation.Ask(0, "createStream", 2, Amf0Value.Null);
        conversation.Events();
        return conversation;
    }

    /// <summary>A client that publishes or plays on stream 1.</summary>
    public static ServerConversation Active(string command)
    {
        ServerConversation conversation = Connected();
        conversation.Ask(1, command, 3, Amf0Value.Null, Amf0Value.Of("cam1"));
        conversation.Server.AcceptPublish(1);
        conversation.Server.AcceptPlay(1);
        conversation.Answers();
        conversation.Events();
        return conversation;
    }

    /// <summary>Sends a command and gives the commands of the answer.</summary>
    public List<RtmpCommand> Ask(uint streamId, string name, double transaction, params Amf0Value[] arguments)
    {
        Send(new RtmpMessage(RtmpMessageType.CommandAmf0, 3, streamId, 0, RtmpCommand.Of(name, transaction, arguments).ToPayload()));
        return [.. Answers().Where(message => message.Type == RtmpMessageType.CommandAmf0).Select(CommandOf)];
    }

    /// <summary>Sends a message.</summary>
    public void Send(RtmpMessage message)
    {
        _writer.Write(message);
        Server.Feed(_questions.Pending, Instant.Zero);
        _questions.Consume(_questions.Length);
    }

    /// <summary>Takes what the server has to say.</summary>
    public List<RtmpMessage> Answers()
    {
        List<RtmpMessage> messages = [];
        ReadOnlySpan<byte> bytes = Server.Output.Pending.ToArray();
        Server.Output.Consume(bytes.Length);
        while (_reader.TryRead(ref bytes, out RtmpMessage message))
        {
            messages.Add(message);
        }

        return messages;
    }

    /// <summary>The answers in words: a control message by its event and value, a command by its status code.</summary>
    public List<string> AnswersInWords() => [.. Answers().Select(Describe)];

    /// <summary>Takes the events of the server's session.</summary>
    public List<RtmpEvent> Events()
    {
        List<RtmpEvent> events = [];
        while (Server.TryTakeEvent(out RtmpEvent happened))
        {
            events.Add(happened);
        }

        return events;
    }

    public static RtmpCommand CommandOf(RtmpMessage message) => RtmpCommand.TryParse(message.Payload.Span, out RtmpCommand? command)
        ? command
        : throw new ArgumentException("not a command", nameof(message));

    private static string Describe(RtmpMessage message) => message.Type switch
    {
        RtmpMessageType.UserControl when UserControl.TryParse(message.Payload.Span, out UserControl control) => $"{control.Event} {control.Value}",
        RtmpMessageType.CommandAmf0 => CommandOf(message).StatusText("code"),
        _ => message.Type.ToString(),
    };
}
