namespace Protocols.Rtmp;

/// <summary>What one message stream of a server's connection is used for.</summary>
internal enum RtmpServerStreamState
{
    /// <summary>Created, nothing else.</summary>
    Idle,

    /// <summary>The application has been asked whether the client may publish.</summary>
    PublishRequested,

    /// <summary>The client publishes.</summary>
    Publishing,

    /// <summary>The application has been asked whether the client may play.</summary>
    PlayRequested,

    /// <summary>The client plays.</summary>
    Playing,

    /// <summary>The client plays and has asked for a pause.</summary>
    Paused,
}
