using System;
using System.IO;
using System.Linq;
using System.Security;

namespace Results.Recording;

/// <summary>
/// The folder of one run while it is being filled. It appears at its place whole or not at all: files are written
/// into a hidden sibling, which takes the folder's name when all is done and is removed when anything goes wrong.
/// </summary>
/// <remarks>
/// A folder at that place that holds a run (a <c>manifest.json</c>) is replaced, an empty one too; anything else is
/// refused, since it is somebody's work. Whatever the operating system refuses becomes a
/// <see cref="ResultsException"/>.
/// </remarks>
public sealed class RunFolder : IDisposable
{
    /// <summary>The file that makes a folder a run's folder.</summary>
    public const string ManifestName = "manifest.json";

    private readonly string _staging;
    private bool _published;

    private RunFolder(string path, string staging)
    {
        Path = path;
        _staging = staging;
    }

    /// <summary>Where the folder will appear, as an absolute path.</summary>
    public string Path { get; }

    /// <summary>Begins a folder that will appear at <paramref name="path"/>; missing parents are made.</summary>
    /// <exception cref="ResultsException">The place is taken or cannot be written to.</exception>
    public static RunFolder Stage(string path)
    {
        if (string.IsNullOrWhiteSpace(path) || path.Contains('\0', StringComparison.Ordinal))
        {
            throw new ResultsException($"Cannot write results to \"{path}\": that is not the name of a folder.");
        }

        string full = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        return Attempt(full, () =>
        {
            RefuseWhatIsNotOurs(full);
            string parent = System.IO.Path.GetDirectoryName(full)
                ?? throw new ResultsException($"Cannot write results to {full}: it is the root of the file system.");
            string name = $".{System.IO.Path.GetFileName(full)}.{Environment.ProcessId}.partial";
            string staging = System.IO.Path.Combine(parent, name);
            RemoveIfThere(staging);
            Directory.CreateDirectory(staging);
            return new RunFolder(full, staging);
        });
    }

    /// <summary>
    /// Begins a folder that replaces a run's own and holds all of its files already: to write some of them anew.
    /// </summary>
    /// <exception cref="ResultsException">There is no run, or the place cannot be written to.</exception>
    public static RunFolder StageAgain(string path)
    {
        RunFolder folder = Stage(path);
        try
        {
            Attempt(folder.Path, () =>
            {
                foreach (string file in Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories))
                {
                    File.Copy(file, folder.PathOf(System.IO.Path.GetRelativePath(folder.Path, file)));
                }

                return folder;
            });
        }
        catch (ResultsException)
        {
            folder.Dispose();
            throw;
        }

        return folder;
    }

    /// <summary>
    /// A name that is safe as a file's on any system: what is no letter, digit, dot or hyphen becomes <c>_</c>.
    /// </summary>
    public static string FileNameFor(string name) =>
        string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' ? letter : '_'));

    /// <summary>Where a file of this name is to be written now; its folder exists afterwards.</summary>
    /// <param name="name">The name within the run's folder, with <c>/</c> between folders:
    /// <c>figures/nic-rates.png</c>.</param>
    public string PathOf(string name) => Attempt(Path, () =>
    {
        string file = System.IO.Path.Combine(_staging, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        return file;
    });

    /// <summary>Writes one file.</summary>
    /// <param name="name">Its name within the run's folder.</param>
    /// <param name="write">Writes the content; the stream is closed for it.</param>
    /// <exception cref="ResultsException">The file cannot be written: no space, no permission.</exception>
    public void Write(string name, Action<Stream> write)
    {
        string file = PathOf(name);
        Attempt(Path, () =>
        {
            using FileStream stream = File.Create(file);
            write(stream);
            return file;
        });
    }

    /// <summary>Takes a file or a folder out again, whole or not; nothing happens when there is none.</summary>
    /// <param name="name">Its name within the run's folder.</param>
    /// <exception cref="ResultsException">It cannot be removed.</exception>
    public void Remove(string name) => Attempt(Path, () =>
    {
        string place = System.IO.Path.Combine(_staging, name);
        RemoveIfThere(place);
        File.Delete(place);
        return place;
    });

    /// <summary>Lets the folder appear at its place. Call it once, after the last file.</summary>
    /// <exception cref="ResultsException">It cannot be put there.</exception>
    public void Publish()
    {
        Attempt(Path, () =>
        {
            RefuseWhatIsNotOurs(Path);
            string old = $"{_staging}.old";
            RemoveIfThere(old);
            if (Directory.Exists(Path))
            {
                Directory.Move(Path, old);
            }

            MoveInto(Path, old);
            _published = true;
            RemoveIfThere(old);
            return Path;
        });
    }

    private void MoveInto(string path, string old)
    {
        try
        {
            Directory.Move(_staging, path);
        }
        catch (Exception error) when (IsRefusal(error) && Directory.Exists(old))
        {
            // The results that stood there are better than none.
            Directory.Move(old, path);
            throw;
        }
    }

    /// <summary>Removes what was written unless it was published.</summary>
    public void Dispose()
    {
        if (_published)
        {
            return;
        }

        try
        {
            RemoveIfThere(_staging);
        }
        catch (Exception error) when (IsRefusal(error))
        {
            // The reason for giving up is on its way to the user already; a second one would hide it.
            return;
        }
    }

    private static void RefuseWhatIsNotOurs(string path)
    {
        if (File.Exists(path))
        {
            throw new ResultsException($"Cannot write results to {path}: a file of that name exists.");
        }

        bool taken = Directory.Exists(path)
            && !File.Exists(System.IO.Path.Combine(path, ManifestName))
            && Directory.GetFileSystemEntries(path).Length > 0;
        if (taken)
        {
            throw new ResultsException(
                $"Cannot write results to {path}: the folder holds other files and no {ManifestName}.");
        }
    }

    private static void RemoveIfThere(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static T Attempt<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception error) when (IsRefusal(error))
        {
            throw new ResultsException($"Cannot write results to {path}: {error.Message}", error);
        }
    }

    private static bool IsRefusal(Exception error) =>
        error is IOException or UnauthorizedAccessException or SecurityException;
}
