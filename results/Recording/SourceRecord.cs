namespace Results.Recording;

/// <summary>What one media source sent.</summary>
/// <param name="Name">The application's name in the scenario.</param>
/// <param name="Host">The host it ran on.</param>
/// <param name="FramesSent">Frames given to the transport.</param>
/// <param name="BytesSent">Their bytes.</param>
/// <param name="Media">What it sent, in words: a file name or the parameters of the model; null when there is nothing
/// to say.</param>
public sealed record SourceRecord(string Name, string Host, long FramesSent, long BytesSent, string? Media = null);
