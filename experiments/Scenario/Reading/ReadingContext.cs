using System;
using System.Collections.Concurrent;
using System.IO;

namespace Experiments.Scenario.Reading;

/// <summary>What every part of the reader needs.</summary>
/// <param name="file">The path of the scenario file, as the user gave it.</param>
/// <param name="known">The names registered elsewhere.</param>
/// <param name="media">Looks into media files; asked once per file.</param>
internal sealed class ReadingContext(string file, KnownNames known, IMediaCheck media)
{
    private readonly ConcurrentDictionary<string, MediaVerdict> _verdicts = [];

    /// <summary>A context for another round over the same file, with a log of its own.</summary>
    private ReadingContext(ReadingContext other, string file, KnownNames known, IMediaCheck media)
        : this(file, known, media) => _verdicts = other._verdicts;

    /// <summary>Where errors go.</summary>
    public ErrorLog Log { get; } = new();

    /// <summary>Reads typed values, logging into <see cref="Log"/>.</summary>
    public ValueReader Values => field ??= new ValueReader(Log);

    /// <summary>The names registered elsewhere.</summary>
    public KnownNames Known => known;

    /// <summary>The path of the scenario file, as the user gave it.</summary>
    public string File => file;

    /// <summary>The folder that relative paths in the scenario start at.</summary>
    public string Folder => Path.GetDirectoryName(Path.GetFullPath(file)) ?? Environment.CurrentDirectory;

    /// <summary>A context for another round over the same file: an empty log, the media already judged.</summary>
    public ReadingContext Again() => new(this, file, known, media);

    /// <summary>Judges a media file, once.</summary>
    public MediaVerdict JudgeMedia(string path) => _verdicts.GetOrAdd(path, media.Check);
}
