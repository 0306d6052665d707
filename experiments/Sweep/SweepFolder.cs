using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
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
    public static SweepFolder Open(string path, string scenario, SweepShard shard)
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
            return new SweepFolder(full, Lock(full, shard));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ResultsException($"Cannot write results to {full}: {error.Message}", error);
        }
    }

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
        string partial = FormattableString.Invariant($"{path}.{Environment.ProcessId}.partial");
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
    private static FileStream Lock(string path, SweepShard shard)
    {
        string own = System.IO.Path.Combine(path, FormattableString.Invariant($"{LockPrefix}{shard.Number}-of-{shard.Of}"));
        string division = FormattableString.Invariant($"-of-{shard.Of}");
        FileStream held = TryHold(own, FileMode.OpenOrCreate, FileOptions.DeleteOnClose) ?? throw InUse(path);
        foreach (string other in Directory.EnumerateFiles(path, LockPrefix + "*").Where(other => other != own))
        {
            if (other.EndsWith(division, StringComparison.Ordinal) && shard.Of > 1)
            {
                continue;
            }

            if (TryHold(other, FileMode.Open, FileOptions.None) is not FileStream free)
            {
                held.Dispose();
                throw InUse(path);
            }

            free.Dispose();
        }

        return held;
    }

    private static FileStream? TryHold(string path, FileMode mode, FileOptions options)
    {
        try
        {
            return new FileStream(path, mode, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, options);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    private static bool IsLock(string path) => System.IO.Path.GetFileName(path).StartsWith(LockPrefix, StringComparison.Ordinal);

    private static ResultsException InUse(string path) =>
        new($"Cannot write results to {path}: another sweep is using the folder. Wait for it, or choose another folder with --out.");
}
