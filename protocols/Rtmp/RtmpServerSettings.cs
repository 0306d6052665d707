namespace Protocols.Rtmp;

/// <summary>What a server announces to each client. The defaults are nginx-rtmp's.</summary>
public sealed record RtmpServerSettings
{
    /// <summary>nginx-rtmp's values.</summary>
    public static RtmpServerSettings Default { get; } = new();

    /// <summary>The longest chunk to send, in bytes of payload, 1 to 2^31 - 1. nginx-rtmp 4096, SRS 60000.</summary>
    public int ChunkSize { get; init; } = 4096;

    /// <summary>
    /// Window Acknowledgement Size and Set Peer Bandwidth, in bytes. nginx-rtmp 5,000,000, SRS 2,500,000.
    /// </summary>
    public uint AcknowledgementWindowBytes { get; init; } = 5_000_000;
}
