using Protocols.Core;

namespace Experiments.Scenario.Records;

/// <summary>The shape of a generated stream.</summary>
public sealed record SourceSettings
{
    /// <summary>The mean rate of the video; positive.</summary>
    public BitRate Rate { get; init; } = new(2_000_000);

    /// <summary>Video frames per second; above 0, at most 1000.</summary>
    public double FrameRate { get; init; } = 25;

    /// <summary>The time from one key frame to the next; positive.</summary>
    public Duration Gop { get; init; } = new(Duration.PicosecondsPerSecond);

    /// <summary>The rate of the audio; 0 bit/s for no audio.</summary>
    public BitRate AudioRate { get; init; } = new(96_000);
}
