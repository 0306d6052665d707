using System.IO;
using Experiments.Scenario;
using Protocols.Media;

namespace Experiments.Composition;

/// <summary>Reads the media files that scenarios name.</summary>
internal sealed class MediaFiles : IMediaCheck
{
    /// <inheritdoc/>
    public MediaVerdict Check(string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (IOException error)
        {
            return new MediaVerdict(Error: error.Message);
        }
        catch (System.UnauthorizedAccessException error)
        {
            return new MediaVerdict(Error: error.Message);
        }

        if (!FlvReader.TryRead(bytes, out FlvFile? file, out FlvError error2))
        {
            return new MediaVerdict(Error: error2.ToString());
        }

        return file.IsTruncated
            ? new MediaVerdict(Notice: "its last tag is cut off; it is played up to there")
            : new MediaVerdict();
    }

    /// <summary>Reads a file that was checked.</summary>
    public static FlvFile Read(string path) =>
        FlvReader.TryRead(File.ReadAllBytes(path), out FlvFile? file, out _)
            ? file
            : throw new InvalidDataException($"{path} has changed since it was checked");
}
