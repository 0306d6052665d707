using System;
using Protocols.Core;

namespace Protocols.Rtmp;

/// <summary>A User Control message (Adobe RTMP 1.0, 6.2 and 7.1.7).</summary>
/// <remarks>
/// <code>| event (16) | message stream id, or a ping's timestamp (32) | buffer length in ms (32), Set Buffer Length
/// only |</code>
/// </remarks>
/// <param name="Event">What it says.</param>
/// <param name="Value">The message stream it is about; the timestamp of a ping.</param>
/// <param name="BufferLengthMs">The buffer's length in milliseconds; 0 for other events.</param>
public readonly record struct UserControl(UserControlEvent Event, uint Value, uint BufferLengthMs = 0)
{
    /// <summary>Reads one.</summary>
    /// <returns>False when it is shorter than its event needs.</returns>
    public static bool TryParse(ReadOnlySpan<byte> payload, out UserControl control)
    {
        SpanReader reader = new(payload);
        UserControlEvent kind = (UserControlEvent)reader.ReadUInt16();
        uint value = reader.ReadUInt32();
        uint buffer = kind == UserControlEvent.SetBufferLength ? reader.ReadUInt32() : 0;
        control = new UserControl(kind, value, buffer);
        return !reader.Failed;
    }

    /// <summary>The message's payload.</summary>
    public ReadOnlyMemory<byte> ToPayload()
    {
        byte[] payload = new byte[Event == UserControlEvent.SetBufferLength ? 10 : 6];
        SpanWriter writer = new(payload);
        writer.WriteUInt16((ushort)Event);
        writer.WriteUInt32(Value);
        if (Event == UserControlEvent.SetBufferLength)
        {
            writer.WriteUInt32(BufferLengthMs);
        }

        return payload;
    }
}
