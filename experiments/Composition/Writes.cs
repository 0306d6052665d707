using Experiments.Scenario.Records;

namespace Experiments.Composition;

/// <summary>How an application cuts its output into writes, as the applications know it.</summary>
internal static class Writes
{
    /// <summary>The pattern of a scenario, or the application's usual one.</summary>
    public static Protocols.Streaming.WritePattern Of(WritePattern? pattern, Protocols.Streaming.WritePattern usual) => pattern switch
    {
        WritePattern.Fixed writes => Protocols.Streaming.WritePattern.FixedSize((int)writes.Size.Bytes),
        WritePattern.Named { Kind: WritePatternKind.Ffmpeg } => Protocols.Streaming.WritePattern.FfmpegLike,
        WritePattern.Named { Kind: WritePatternKind.PerMessage } => Protocols.Streaming.WritePattern.PerMessage,
        WritePattern.Named { Kind: WritePatternKind.Srs } => Protocols.Streaming.WritePattern.Srs,
        WritePattern.Named => Protocols.Streaming.WritePattern.PerChunk,
        _ => usual,
    };
}
