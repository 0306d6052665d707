namespace Protocols.Streaming;

/// <summary>What a server does when a client wants to publish a stream that another one publishes.</summary>
public enum SecondPublisher
{
    /// <summary>It says no, with NetStream.Publish.BadName, as nginx-rtmp and SRS do.</summary>
    Refuse,

    /// <summary>It takes the stream from the first one, whose connection it closes: for encoders that come back before their
    /// old connection is seen to be dead.</summary>
    Replace,
}
