using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using Results.Figures;
using Results.Recording;

namespace Experiments.Sweep;

/// <summary>The folder of a sweep, held by this process until it is disposed of.</summary>
public sealed class SweepFolder : IDisposable
{
    /// <summary>The table as CSV.</summary>
    public const string CsvName = "runs.csv";

    /// <summary>What is said about the table in its file: the scenario's name.</summary>
    public const string ScenarioKey = "simulator.scenario";

    private const string LockPrefix = ".lock-";
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);
    private readonly FileStream _lock;

    private SweepFolder(string path, FileStream heldLock)
    {
        Path = path;
        _lock = heldLock;
    }

    /// <summary>Where it is, as an absolute path.</summary>
    public string Path { get; }

    /// <summary>The finished runs in it.</summary>
    public FinishedRuns Finished => new(PathOf("finished"));

    /// <summary>Opens a folder for a sweep, new or to be continued.</summary>
    /// <param name="path">Where.</param>
    /// <param name="scenario">The name of the scenario.</param>
    /// <param name="shard">The part that this process does: others may do other parts at the same time.</param>
    /// <exception cref="ResultsException">It belongs to something else, another sweep is using it, or it cannot be made.</exception>
    public static SweepFolder Open(string path, string scenario, SweepShard shard) => Use(path, scenario, full => Lock(full, shard))
        ?? throw new ResultsException(
            $"Cannot write results to {path}: another sweep is using the folder. Wait for it, or choose another folder with --out.");

    /// <summary>Opens a folder as soon as nobody else uses it.</summary>
    /// <param name="path">Where.</param>
    /// <param name="scenario">The name of the scenario.</param>
    /// <param name="shard">The part that this process does.</param>
    /// <param name="cancellation">Signalled when the user does not want to wait any more.</param>
    /// <exception cref="ResultsException">It belongs to something else, or cannot be used.</exception>
    public static SweepFolder WaitFor(string path, string scenario, SweepShard shard, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            if (Use(path, scenario, full => Lock(full, shard)) is SweepFolder free)
            {
                return free;
            }

            cancellation.WaitHandle.WaitOne(_pause);
        }

        return Open(path, scenario, shard);
    }

    /// <summary>Opens a folder for the whole of a sweep; null while others are using it.</summary>
    /// <param name="path">Where.</param>
    /// <param name="scenario">The name of the scenario.</param>
    /// <exception cref="ResultsException">It belongs to something else, or cannot be used.</exception>
    public static SweepFolder? TryOpen(string path, string scenario) => Use(path, scenario, full => Lock(full, SweepShard.Whole));

    /// <summary>A file or folder in it.</summary>
    /// <param name="name">Its name, with <c>/</c> between folders.</param>
    public string PathOf(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a file, which appears whole or not at all.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="write">Writes it to the path that it is given.</param>
    /// <exception cref="ResultsException">It cannot be written.</exception>
    public void Write(string name, Action<string> write)
    {
        string path = PathOf(name);
        string partial = FormattableString.Invariant($"{path}.{Environment.MachineName}-{Environment.ProcessId}.partial");
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
            write(partial);
            File.Move(partial, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ResultsException($"Cannot write results to {path}: {error.Message}", error);
        }
    }

    /// <summary>Lets others use the folder.</summary>
    public void Dispose() => _lock.Dispose();

    private static SweepFolder? Use(string path, string scenario, Func<string, FileStream?> hold)
    {
        if (string.IsNullOrWhiteSpace(path) || path.Contains('\0', StringComparison.Ordinal))
        {
            throw new ResultsException($"Cannot write results to \"{path}\": that is not the name of a folder.");
        }

        string full = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        try
        {
            RefuseWhatIsNotOurs(full, scenario);
            Directory.CreateDirectory(full);
            return hold(full) is FileStream held ? new SweepFolder(full, held) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ResultsException($"Cannot write results to {full}: {error.Message}", error);
        }
    }

    private static void RefuseWhatIsNotOurs(string path, string scenario)
    {
        if (File.Exists(path))
        {
            throw new ResultsException($"Cannot write results to {path}: a file of that name exists.");
        }

        if (!Directory.Exists(path))
        {
            return;
        }

        string table = System.IO.Path.Combine(path, SweepReport.TableName);
        if (File.Exists(table))
        {
            string? other = RunsParquet.ReadAbout(table).GetValueOrDefault(ScenarioKey);
            RefuseOther(path, SweepReport.TableName, other, scenario);
        }

        string manifest = System.IO.Path.Combine(path, SweepManifest.Name);
        if (File.Exists(manifest))
        {
            RefuseOther(path, SweepManifest.Name, SweepManifest.Read(path).Name, scenario);
        }
        else if (Directory.EnumerateFileSystemEntries(path).Any(entry => !IsLock(entry)))
        {
            throw new ResultsException($"Cannot write results to {path}: the folder holds other files and no {SweepManifest.Name}.");
        }
    }

    private static void RefuseOther(string path, string file, string? other, string scenario)
    {
        if (other != scenario)
        {
            string whose = other is null ? "is not from a sweep" : $"is from a sweep of '{other}', not of '{scenario}'";
            throw new ResultsException($"Cannot write results to {path}: its {file} {whose}. Choose another folder with --out.");
        }
    }

    // Each part holds a lock of its own. A part may run beside other parts of the same division, and beside nothing else.
    private static FileStream? Lock(string path, SweepShard shard)
    {
        string own = System.IO.Path.Combine(path, FormattableString.Invariant($"{LockPrefix}{shard.Number}-of-{shard.Of}"));
        string division = FormattableString.Invariant($"-of-{shard.Of}");
        FileStream? held = TryHold(own, FileMode.OpenOrCreate, FileOptions.DeleteOnClose);
        if (held is null || Directory.EnumerateFiles(path, LockPrefix + "*").Where(other => other != own).All(other => IsNoObstacle(other, division, shard)))
        {
            return held;
        }

        held.Dispose();
        return null;
    }

    private static bool IsNoObstacle(string other, string division, SweepShard shard)
    {
        if (other.EndsWith(division, StringComparison.Ordinal) && shard.Of > 1)
        {
            return true;
        }

        using FileStream? free = TryHold(other, FileMode.Open, FileOptions.None);
        return free is not null || !File.Exists(other);
    }

    private static FileStream? TryHold(string path, FileMode mode, FileOptions options)
    {
        try
        {
            return new FileStream(path, mode, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, options);
        }
        catch (IOException) when (Directory.Exists(System.IO.Path.GetDirectoryName(path)))
        {
            // Held by somebody, or gone in this moment.
            return null;
        }
    }

    private static bool IsLock(string path) => System.IO.Path.GetFileName(path).StartsWith(LockPrefix, StringComparison.Ordinal);
}
