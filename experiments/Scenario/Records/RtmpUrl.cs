using System.Globalization;

namespace Experiments.Scenario.Records;

/// <summary>Where a stream is published or played: <c>rtmp://host[:port]/app/stream</c>.</summary>
/// <param name="Host">The host of the server.</param>
/// <param name="Port">The port, 1 to 65535; 1935 if the URL has none.</param>
/// <param name="App">The RTMP application.</param>
/// <param name="Stream">The name of the stream.</param>
/// <param name="At">Where the URL was written.</param>
public sealed record RtmpUrl(Reference Host, int Port, string App, string Stream, SourcePosition At)
{
    /// <summary>The port of RTMP (Adobe's RTMP 1.0 specification; registered with IANA as macromedia-fcs).</summary>
    public const int DefaultPort = 1935;

    /// <summary>Prints the URL; the port only where it is not the usual one.</summary>
    public override string ToString()
    {
        string port = Port == DefaultPort ? "" : string.Create(CultureInfo.InvariantCulture, $":{Port}");
        return $"rtmp://{Host.Name}{port}/{App}/{Stream}";
    }
}
