using Protocols.Core;

namespace Experiments.Scenario.Records;

/// <summary>
/// How an application cuts RTMP messages into writes; the packet scheduler of MPTCP decides per write.
/// </summary>
public abstract record WritePattern
{
    private WritePattern()
    {
    }

    /// <summary>A pattern with a name: <c>ffmpeg</c>, <c>per-message</c> or <c>per-chunk</c>.</summary>
    /// <param name="Kind">Which.</param>
    public sealed record Named(WritePatternKind Kind) : WritePattern
    {
        /// <inheritdoc/>
        public override string ToString() => Kind switch
        {
            WritePatternKind.Ffmpeg => "ffmpeg",
            WritePatternKind.PerMessage => "per-message",
            _ => "per-chunk",
        };
    }

    /// <summary>Writes of this size, the last of a message shorter.</summary>
    /// <param name="Size">1 B or more.</param>
    public sealed record Fixed(ByteSize Size) : WritePattern
    {
        /// <inheritdoc/>
        public override string ToString() => Size.ToString();
    }
}
