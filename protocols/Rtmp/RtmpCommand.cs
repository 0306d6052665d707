using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;

namespace Protocols.Rtmp;

/// <summary>A command or its answer (Adobe RTMP 1.0, 7.2): a name, a transaction, and values of AMF0.</summary>
/// <param name="Name">Such as <c>connect</c>, <c>publish</c>, <c>_result</c>, <c>onStatus</c>.</param>
/// <param name="TransactionId">Which question an answer belongs to; 0 when none is expected.</param>
/// <param name="Arguments">The values after it; the first is the command object, often null.</param>
public sealed record RtmpCommand(string Name, double TransactionId, IReadOnlyList<Amf0Value> Arguments)
{
    /// <summary>A command with its command object and further values.</summary>
    public static RtmpCommand Of(string name, double transactionId, params IReadOnlyList<Amf0Value> arguments) =>
        new(name, transactionId, arguments);

    /// <summary>An <c>onStatus</c> message (7.2.2).</summary>
    /// <param name="level"><c>status</c> or <c>error</c>.</param>
    /// <param name="code">Such as <c>NetStream.Publish.Start</c>.</param>
    /// <param name="description">A sentence for a person.</param>
    public static RtmpCommand Status(string level, string code, string description) =>
        Of("onStatus", 0, Amf0Value.Null, StatusObject(level, code, description));

    /// <summary>The object that tells a status, in <c>onStatus</c> and in answers to <c>connect</c>.</summary>
    public static Amf0Value StatusObject(string level, string code, string description) => Amf0Value.Object(
        new Amf0Property("level", Amf0Value.Of(level)),
        new Amf0Property("code", Amf0Value.Of(code)),
        new Amf0Property("description", Amf0Value.Of(description)));

    /// <summary>Reads a command.</summary>
    /// <remarks>The transaction may be missing: nginx-rtmp and GStreamer send such an <c>onFCPublish</c>.</remarks>
    /// <returns>False when the payload is not a string followed by complete AMF0 values.</returns>
    public static bool TryParse(ReadOnlySpan<byte> payload, [NotNullWhen(true)] out RtmpCommand? command)
    {
        command = null;
        return AmfPayload.TryReadAmf0(payload, out List<Amf0Value>? values, out _) && TryMake(values, out command);
    }

    /// <summary>Reads a command of message type 17.</summary>
    /// <remarks>
    /// Such a message begins with a byte 0, then AMF0 follows, in which single values may be in AMF3. A body wholly in AMF3
    /// is read too, and one without the byte.
    /// </remarks>
    /// <returns>False when the payload is not a string followed by complete values.</returns>
    public static bool TryParseAmf3(ReadOnlySpan<byte> payload, [NotNullWhen(true)] out RtmpCommand? command)
    {
        command = null;
        return AmfPayload.TryReadAmf3(payload, out List<Amf0Value>? values, out _) && TryMake(values, out command);
    }

    /// <summary>The text argument at an index; null when there is none.</summary>
    public string? TextAt(int index) => index < Arguments.Count && Arguments[index].IsText ? Arguments[index].Text : null;

    /// <summary>The number at an index; null when there is none.</summary>
    public double? NumberAt(int index) =>
        index < Arguments.Count && Arguments[index].Type == Amf0Type.Number ? Arguments[index].Number : null;

    /// <summary>A text of the status object in an answer, such as its <c>code</c>; empty when there is none.</summary>
    public string StatusText(string name) => Arguments.Count > 1 && Arguments[1][name] is { IsText: true } text ? text.Text : "";

    /// <summary>The command as a message's payload.</summary>
    public ReadOnlyMemory<byte> ToPayload()
    {
        Amf0Writer writer = new();
        writer.Write(Amf0Value.Of(Name));
        writer.Write(Amf0Value.Of(TransactionId));
        foreach (Amf0Value argument in Arguments)
        {
            writer.Write(argument);
        }

        return writer.Written;
    }

    private static bool TryMake(List<Amf0Value> values, [NotNullWhen(true)] out RtmpCommand? command)
    {
        command = null;
        if (values.Count == 0 || !values[0].IsText)
        {
            return false;
        }

        bool hasTransaction = values.Count > 1 && values[1].Type == Amf0Type.Number;
        command = new RtmpCommand(
            values[0].Text, hasTransaction ? values[1].Number : 0, values[(hasTransaction ? 2 : 1)..]);
        return true;
    }
}
