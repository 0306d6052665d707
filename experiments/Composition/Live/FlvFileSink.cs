using System;
using System.IO;
using Protocols.Media;
using Protocols.Streaming;

namespace Experiments.Composition.Live;

/// <summary>Keeps what a player receives as an FLV file, tag for tag.</summary>
public sealed class FlvFileSink : IFrameSink, IDisposable
{
    private const int FlagsOffset = 4;

    private readonly FileStream _file;
    private readonly FlvWriter _writer;
    private readonly StreamBuffer _output;
    private byte _flags;

    /// <summary>Creates the file; one that is there is replaced.</summary>
    /// <exception cref="IOException">It cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be created.</exception>
    public FlvFileSink(string path)
    {
        _file = File.Create(path);
        _output = new StreamBuffer(_file);
        _writer = new FlvWriter(_output, FlvHeader.AudioAndVideo);
    }

    /// <summary>Why the file could not be written, for a person to read; null while it could.</summary>
    public string? Failure { get; private set; }

    /// <summary>Called once, when the file can no longer be written.</summary>
    public Action? Failed { get; set; }

    /// <inheritdoc/>
    public void OnFrame(in MediaFrame frame)
    {
        if (Failure is not null || frame.Payload.Length > FlvTag.MaxPayloadLength)
        {
            return;
        }

        _flags |= frame.Kind switch
        {
            MediaKind.Audio => 4,
            MediaKind.Video => 1,
            _ => 0,
        };
        try
        {
            _writer.Write(FlvTag.Of(frame));
            _output.Flush();
        }
        catch (IOException error)
        {
            Failure = $"{_file.Name} cannot be written: {error.Message}";
            Failed?.Invoke();
        }
    }

    /// <summary>Closes the file; its header then tells whether there is audio and video.</summary>
    public void Dispose()
    {
        try
        {
            if (_file.CanSeek && _flags != 0)
            {
                _file.Position = FlagsOffset;
                _file.WriteByte(_flags);
            }

            _file.Dispose();
        }
        catch (IOException error)
        {
            Failure ??= $"{_file.Name} cannot be written: {error.Message}";
        }
    }
}
