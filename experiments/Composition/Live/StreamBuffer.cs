using System;
using System.Buffers;
using System.IO;

namespace Experiments.Composition.Live;

/// <summary>Collects bytes and passes them on to a stream in one write.</summary>
internal sealed class StreamBuffer(Stream target) : IBufferWriter<byte>
{
    private readonly ArrayBufferWriter<byte> _pending = new();

    /// <inheritdoc/>
    public void Advance(int count) => _pending.Advance(count);

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0) => _pending.GetMemory(sizeHint);

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => _pending.GetSpan(sizeHint);

    /// <summary>Writes what was collected.</summary>
    public void Flush()
    {
        target.Write(_pending.WrittenSpan);
        _pending.ResetWrittenCount();
    }
}
