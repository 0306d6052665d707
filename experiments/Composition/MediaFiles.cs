using System;
using System.Collections.Generic;
using System.IO;
using Experiments.Scenario;
using Protocols.Media;

namespace Experiments.Composition;

/// <summary>Reads the media files that scenarios name.</summary>
internal sealed class MediaFiles : IMediaCheck
{
    // By path, length and time of the last change; only what some run still uses is kept.
    private static readonly Dictionary<(string Path, long Length, DateTime Changed), WeakReference<FlvFile>> _shared = [];

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
        catch (UnauthorizedAccessException error)
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

    /// <summary>Reads a file that was checked. Runs at the same time share what nobody changes.</summary>
    public static FlvFile Read(string path)
    {
        FileInfo file = new(path);
        (string, long, DateTime) state = (file.FullName, file.Exists ? file.Length : 0, file.LastWriteTimeUtc);
        lock (_shared)
        {
            if (_shared.TryGetValue(state, out WeakReference<FlvFile>? known) && known.TryGetTarget(out FlvFile? media))
            {
                return media;
            }

            media = FlvReader.TryRead(File.ReadAllBytes(path), out FlvFile? read, out _)
                ? read
                : throw new InvalidDataException($"{path} has changed since it was checked");
            _shared[state] = new WeakReference<FlvFile>(media);
            return media;
        }
    }
}
