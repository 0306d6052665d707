using Protocols.Media;

namespace Protocols.Rtmp;

/// <summary>
/// The chunk streams on which our sessions send. Only 2 is fixed by the specification; the others are what ffmpeg uses.
/// </summary>
internal static class ChunkStreamId
{
    /// <summary>Protocol and user control messages (5.4, 6.2).</summary>
    public const int Control = 2;

    /// <summary>Commands of the connection.</summary>
    public const int Command = 3;

    /// <summary>Audio and data.</summary>
    public const int Audio = 4;

    /// <summary>A server's commands on a message stream.</summary>
    public const int Status = 5;

    /// <summary>Video.</summary>
    public const int Video = 6;

    /// <summary>A client's commands on a message stream.</summary>
    public const int StreamCommand = 8;

    /// <summary>The chunk stream for a frame.</summary>
    public static int Of(MediaKind kind) => kind == MediaKind.Video ? Video : Audio;
}
