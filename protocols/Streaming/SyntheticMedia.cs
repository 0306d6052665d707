using Protocols.Core;

namespace Protocols.Streaming;

/// <summary>
/// What a synthetic stream looks like: a group of pictures of one I frame and P frames, and an audio track.
/// </summary>
public sealed record SyntheticMedia
{
    /// <summary>Time from one I frame to the next; at least one frame long.</summary>
    public Duration GopDuration { get; init; } = Duration.FromSeconds(1);

    /// <summary>Time from one video frame to the next; positive. 40 ms is 25 frames/s.</summary>
    public Duration FrameInterval { get; init; } = Duration.FromMilliseconds(40);

    /// <summary>The video track's rate over a whole group of pictures, codec headers included; positive.</summary>
    public BitRate VideoRate { get; init; } = BitRate.FromMegabitsPerSecond(2);

    /// <summary>How many times as large as a P frame an I frame is; at least 1.</summary>
    public int KeyFrameRatio { get; init; } = 10;

    /// <summary>How much frames vary in size: each by a uniform factor from 1 - this to 1 + this; 0 to 1.</summary>
    public double SizeVariation { get; init; }

    /// <summary>The audio track's rate; 0 bit/s for no audio.</summary>
    public BitRate AudioRate { get; init; } = new(96_000);

    /// <summary>Audio samples per second, 44,100 or 48,000; an AAC frame is 1024 samples.</summary>
    public int SampleRate { get; init; } = 48_000;

    /// <summary>How long the stream lasts.</summary>
    public Duration Length { get; init; } = Duration.MaxValue;
}
