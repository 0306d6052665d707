using System.Globalization;

namespace Experiments.Scenario.Records;

/// <summary>The server from which an edge server gets its streams: <c>rtmp://host[:port]</c>.</summary>
/// <param name="Host">The host of the server.</param>
/// <param name="Port">The port, 1 to 65535; 1935 if the URL has none.</param>
/// <param name="At">Where the URL was written.</param>
public sealed record OriginDefinition(Reference Host, int Port, SourcePosition At)
{
    /// <summary>Prints the URL; the port only where it is not the usual one.</summary>
    public override string ToString() => Port == RtmpUrl.DefaultPort
        ? $"rtmp://{Host.Name}"
        : string.Create(CultureInfo.InvariantCulture, $"rtmp://{Host.Name}:{Port}");
}
