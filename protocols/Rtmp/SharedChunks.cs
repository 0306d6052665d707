using System;

namespace Protocols.Rtmp;

/// <summary>The chunks of one message that goes to many connections: made for the first, handed to all that need the same.</summary>
/// <remarks>
/// Viewers that got the same frames before need the same header, so nearly all of them share. One that has just come, or
/// has lost frames, gets a copy of its own.
/// </remarks>
public sealed class SharedChunks
{
    private ChunkedLayout _layout;
    private byte[]? _bytes;

    /// <summary>How many connections were given the shared bytes.</summary>
    public int Uses { get; private set; }

    /// <summary>Gives the bytes to an output if they are laid out like this, making them when there are none.</summary>
    /// <returns>False when there are others: the output needs its own.</returns>
    internal bool TryAppendTo(RtmpOutput output, in ChunkedLayout layout, ReadOnlySpan<byte> payload)
    {
        if (_bytes is null)
        {
            _layout = layout;
            _bytes = GC.AllocateUninitializedArray<byte>(layout.Length);
            layout.Write(payload, _bytes);
        }
        else if (_layout != layout)
        {
            return false;
        }

        Uses++;
        output.AppendShared(_bytes, in layout);
        return true;
    }
}
