using System.Collections.Generic;
using System.Linq;
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

    /// <summary>A pattern with a name, such as <c>ffmpeg</c>.</summary>
    /// <param name="Kind">Which.</param>
    public sealed record Named(WritePatternKind Kind) : WritePattern
    {
        /// <summary>The names.</summary>
        public static IReadOnlyDictionary<string, WritePatternKind> Words { get; } = new Dictionary<string, WritePatternKind>
        {
            ["ffmpeg"] = WritePatternKind.Ffmpeg,
            ["nginx-rtmp"] = WritePatternKind.NginxRtmp,
            ["srs"] = WritePatternKind.Srs,
            ["per-message"] = WritePatternKind.PerMessage,
            ["per-chunk"] = WritePatternKind.PerChunk,
        };

        /// <inheritdoc/>
        public override string ToString() => Words.First(word => word.Value == Kind).Key;
    }

    /// <summary>Writes of this size, the last of a message shorter.</summary>
    /// <param name="Size">1 B or more.</param>
    public sealed record Fixed(ByteSize Size) : WritePattern
    {
        /// <inheritdoc/>
        public override string ToString() => Size.ToString();
    }
}
