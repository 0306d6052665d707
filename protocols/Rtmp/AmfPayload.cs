using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;

namespace Protocols.Rtmp;

/// <summary>The bodies of command and data messages, in AMF0 or AMF3, as lists of AMF0 values.</summary>
internal static class AmfPayload
{
    // The format selector in front of the body of message types 15 and 17.
    private const byte Amf0Follows = 0;

    /// <summary>Reads a body in AMF0.</summary>
    /// <param name="payload">The body.</param>
    /// <param name="values">All values.</param>
    /// <param name="isPlain">Whether the bytes are AMF0 throughout, no value in AMF3 among them.</param>
    /// <returns>False when there are other bytes than complete values.</returns>
    public static bool TryReadAmf0(ReadOnlySpan<byte> payload, [NotNullWhen(true)] out List<Amf0Value>? values, out bool isPlain)
    {
        values = null;
        isPlain = false;
        Amf0Reader reader = new(payload);
        List<Amf0Value> read = [];
        while (!reader.AtEnd)
        {
            if (!reader.TryRead(out Amf0Value? value))
            {
                return false;
            }

            read.Add(value);
        }

        values = read;
        isPlain = !reader.HasReadAmf3;
        return true;
    }

    /// <summary>Reads the body of a message of type 15 or 17.</summary>
    /// <param name="payload">The body.</param>
    /// <param name="values">All values, those in AMF3 converted.</param>
    /// <param name="amf0">The part of the body that is AMF0 throughout; empty when there are values in AMF3.</param>
    /// <returns>False when there are other bytes than complete values.</returns>
    public static bool TryReadAmf3(ReadOnlySpan<byte> payload, [NotNullWhen(true)] out List<Amf0Value>? values, out Range amf0)
    {
        amf0 = default;
        values = null;
        if (payload.IsEmpty)
        {
            return false;
        }

        if (payload[0] == (byte)Amf3Type.String)
        {
            return TryReadPureAmf3(payload, out values);
        }

        int start = payload[0] == Amf0Follows ? 1 : 0;
        bool isRead = TryReadAmf0(payload[start..], out values, out bool isPlain);
        amf0 = isRead && isPlain ? start.. : default;
        return isRead;
    }

    private static bool TryReadPureAmf3(ReadOnlySpan<byte> payload, [NotNullWhen(true)] out List<Amf0Value>? values)
    {
        values = null;
        Amf3Reader reader = new(payload);
        Amf3Conversion conversion = default;
        List<Amf0Value> read = [];
        while (!reader.AtEnd)
        {
            if (!reader.TryRead(out Amf3Value? value) || !conversion.TryConvert(value, out Amf0Value? converted))
            {
                return false;
            }

            read.Add(converted);
        }

        values = read;
        return true;
    }
}
