namespace Experiments.Composition;

/// <summary>URLs as the protocol knows them.</summary>
internal static class Urls
{
    /// <summary>The URL of a scenario.</summary>
    public static Protocols.Rtmp.RtmpUrl Of(Experiments.Scenario.Records.RtmpUrl url) =>
        new(url.Host.Name, (ushort)url.Port, url.App, url.Stream);
}
