namespace Protocols.Rtmp;

/// <summary>The status codes that sessions send or understand.</summary>
/// <remarks>
/// Sources: Adobe RTMP 1.0, 7.2.1.1 and 7.2.2; Adobe's ActionScript 3 reference, NetStatusEvent.info; which server sends what
/// when: nginx-rtmp 1.2.2 and SRS 7.0.18 in the captures.
/// </remarks>
public static class StatusCode
{
    /// <summary>The server accepts the connection.</summary>
    public const string ConnectSuccess = "NetConnection.Connect.Success";

    /// <summary>The server does not accept the connection.</summary>
    public const string ConnectRejected = "NetConnection.Connect.Rejected";

    /// <summary>The server does not know the application.</summary>
    public const string ConnectInvalidApplication = "NetConnection.Connect.InvalidApp";

    /// <summary>The client may send media.</summary>
    public const string PublishStart = "NetStream.Publish.Start";

    /// <summary>The name is in use, or cannot be one.</summary>
    public const string PublishBadName = "NetStream.Publish.BadName";

    /// <summary>The client publishes no more, by its own wish or because another one does.</summary>
    public const string UnpublishSuccess = "NetStream.Unpublish.Success";

    /// <summary>The client may expect media.</summary>
    public const string PlayStart = "NetStream.Play.Start";

    /// <summary>Playing ended.</summary>
    public const string PlayStop = "NetStream.Play.Stop";

    /// <summary>A recording was played to its end.</summary>
    public const string PlayComplete = "NetStream.Play.Complete";

    /// <summary>The stream cannot be played.</summary>
    public const string PlayFailed = "NetStream.Play.Failed";

    /// <summary>Somebody publishes the stream that the client plays.</summary>
    public const string PlayPublishNotify = "NetStream.Play.PublishNotify";

    /// <summary>Nobody publishes the stream any more.</summary>
    public const string PlayUnpublishNotify = "NetStream.Play.UnpublishNotify";

    /// <summary>No media comes until the client asks for it.</summary>
    public const string PauseNotify = "NetStream.Pause.Notify";

    /// <summary>Media comes again.</summary>
    public const string UnpauseNotify = "NetStream.Unpause.Notify";

    /// <summary>The stream cannot be played from there.</summary>
    public const string SeekFailed = "NetStream.Seek.Failed";
}
