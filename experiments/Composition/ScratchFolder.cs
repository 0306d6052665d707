using System;
using System.IO;

namespace Experiments.Composition;

/// <summary>A folder for temporary files. It goes with the object, and when the process was killed, with the next that wants one like it.</summary>
/// <remarks>A locked file (flock(2)) tells the folder of a process that lives from one that was left behind.</remarks>
internal sealed class ScratchFolder : IDisposable
{
    private const string LockName = ".lock";
    private const string FilesName = "files";

    private readonly string _whole;
    private readonly FileStream _lock;

    /// <summary>Makes it.</summary>
    /// <param name="purpose">What it is for: a part of its name.</param>
    /// <exception cref="IOException">There is no room for temporary files.</exception>
    public ScratchFolder(string purpose)
    {
        string prefix = $"simulator-{purpose}-";
        foreach (string left in Directory.EnumerateDirectories(System.IO.Path.GetTempPath(), prefix + "*"))
        {
            RemoveIfDead(left);
        }

        _whole = Directory.CreateTempSubdirectory(prefix).FullName;
        _lock = new FileStream(System.IO.Path.Combine(_whole, LockName), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        Path = Directory.CreateDirectory(System.IO.Path.Combine(_whole, FilesName)).FullName;
    }

    /// <summary>Where files may be put; empty at the beginning.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _lock.Dispose();
        Remove(_whole);
    }

    private static void RemoveIfDead(string folder)
    {
        try
        {
            using FileStream taken = new(System.IO.Path.Combine(folder, LockName), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Somebody lives in it, or moves in just now.
            return;
        }

        Remove(folder);
    }

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // What something still uses stays for the next one to remove: no reason to lose a run.
            return;
        }
    }
}
