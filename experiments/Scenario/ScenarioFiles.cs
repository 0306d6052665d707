using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Experiments.Scenario.Reading;
using Experiments.Scenario.Yaml;

namespace Experiments.Scenario;

/// <summary>Finds scenario files by path, or the shipped ones by name.</summary>
public sealed class ScenarioFiles
{
    private readonly string _currentFolder;
    private readonly string _programFolder;

    /// <summary>Looks around two folders.</summary>
    /// <param name="currentFolder">Where the user is; scenarios are looked for here and in every folder above.</param>
    /// <param name="programFolder">Where the program is; the shipped scenarios lie beside it.</param>
    public ScenarioFiles(string currentFolder, string programFolder)
    {
        _currentFolder = currentFolder;
        _programFolder = programFolder;
    }

    /// <summary>
    /// The names of the shipped scenarios that can be found from here, sorted; those in a folder begin with its name:
    /// <c>validation/mm1</c>.
    /// </summary>
    public IReadOnlyList<string> Names =>
    [
        .. Folders().SelectMany(folder => Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories)
                .Select(file => Path.ChangeExtension(Path.GetRelativePath(folder, file), null).Replace('\\', '/')))
            .Distinct().Order(StringComparer.Ordinal),
    ];

    /// <summary>What a shipped scenario says about itself; empty if it says nothing or cannot be read.</summary>
    public string DescriptionOf(string name)
    {
        ErrorLog log = new();
        string? text = Find(name, out _) is string path
            ? SourceText.Read(Path.Combine(_currentFolder, path), log)
            : null;
        MappingNode? root = text is null ? null : NodeReader.ReadFile(text, name, log) as MappingNode;
        return root?["description"] is ScalarNode description ? description.Text : "";
    }

    /// <summary>Turns what the user typed into the path of a file.</summary>
    /// <param name="nameOrPath">A path, or the name of a shipped scenario without its ending.</param>
    /// <param name="problem">Why there is no such scenario, with the nearest name; null if there is one.</param>
    /// <returns>The path, relative to the current folder where that is shorter; null if there is none.</returns>
    public string? Find(string nameOrPath, out string? problem)
    {
        problem = null;
        string path = Path.Combine(_currentFolder, nameOrPath);
        bool isName = nameOrPath.Split('/').All(
            part => part.Length > 0 && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));
        if (!isName || File.Exists(path))
        {
            return nameOrPath;
        }

        string? found = Folders()
            .Select(folder => Path.Combine(folder, nameOrPath + ".yaml"))
            .FirstOrDefault(File.Exists);
        if (found is null)
        {
            problem = $"unknown scenario '{nameOrPath}'; {SuggestFor(nameOrPath)}";
            return null;
        }

        // The short form is for the user's eyes, and only where it names the same file for everybody who opens it.
        string relative = Path.GetRelativePath(_currentFolder, found);
        bool isInside = !relative.StartsWith("..", StringComparison.Ordinal);
        return isInside && Path.GetFullPath(relative) == Path.GetFullPath(found) ? relative : found;
    }

    // Its folder forgotten, or a name of the same folder misspelt.
    private string SuggestFor(string wanted) =>
        Names.FirstOrDefault(name => name.EndsWith('/' + wanted, StringComparison.Ordinal)) is string same
            ? $"did you mean '{same}'?"
            : Spelling.Suggest(wanted, [.. Names.Where(name => FolderOf(name) == FolderOf(wanted))]);

    private static string FolderOf(string name) => name[..(name.LastIndexOf('/') + 1)];

    // The user's own checkout comes before the copies beside the program, so that an edited file is the one that runs.
    private IEnumerable<string> Folders()
    {
        List<string> folders = [];
        for (DirectoryInfo? at = new(_currentFolder); at is not null; at = at.Parent)
        {
            folders.Add(Path.Combine(at.FullName, "experiments", "scenarios"));
        }

        folders.Add(Path.Combine(_programFolder, "scenarios"));
        return folders.Where(Directory.Exists);
    }
}
