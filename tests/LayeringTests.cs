using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using NUnit.Framework;

namespace Tests;

/// <summary>Project references keep the five folders in order; this keeps the folders inside them in order.</summary>
public partial class LayeringTests
{
    // "Folder: what it may use besides itself". Read it as the map of the house; ARCHITECTURE.md draws it.
    private const string Map = """
        Protocols.Core:
        Protocols.Net: Protocols.Core
        Protocols.Wire: Protocols.Core Protocols.Net
        Protocols.Sockets: Protocols.Core Protocols.Net
        Protocols.Congestion: Protocols.Core Protocols.Net
        Protocols.Tcp: Protocols.Core Protocols.Net Protocols.Congestion
        Protocols.Mptcp: Protocols.Core Protocols.Net Protocols.Congestion Protocols.Tcp
        Protocols.Media: Protocols.Core
        Protocols.Rtmp: Protocols.Core Protocols.Media
        Protocols.Streaming: Protocols.Core Protocols.Net Protocols.Sockets Protocols.Media Protocols.Rtmp
        Sim.Kernel: Protocols.Core Protocols.Sockets
        Sim.Queues: Protocols.Core Protocols.Net Sim.Kernel
        Sim.Network: Protocols.Core Protocols.Net Protocols.Sockets Protocols.Wire Sim.Kernel Sim.Queues
        Sim.Hosts: Protocols Sim.Kernel Sim.Queues Sim.Network
        Sim.Emulation: Protocols Sim.Kernel Sim.Queues Sim.Network Sim.Hosts
        Results.Recording: Protocols Sim
        Results.Statistics: Protocols.Core Results.Recording
        Results.Figures: Protocols.Core Results.Recording Results.Statistics
        Experiments.Scenario: Protocols.Core Protocols.Net
        Experiments.Composition: Protocols Sim Results Experiments.Scenario
        Experiments.Sweep: Protocols Sim Results Experiments.Scenario Experiments.Composition
        Experiments.Validation: Protocols.Core Results Experiments.Scenario Experiments.Composition
        Experiments.Cli: Protocols Sim Results Experiments.Scenario Experiments.Composition Experiments.Sweep Experiments.Validation
        Experiments: Experiments.Cli Experiments.Composition Experiments.Validation
        """;

    private static readonly Dictionary<string, string[]> _mayUse = Map.Split('\n').Select(line => line.Split(':'))
        .ToDictionary(parts => parts[0], parts => parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex(@"^\s*using\s+(?:static\s+)?((?:Protocols|Sim|Results|Experiments)[\w.]*)\s*;", RegexOptions.Multiline)]
    private static partial Regex Usings();

    [GeneratedRegex(@"^namespace\s+([\w.]+)\s*;", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [Test]
    public void No_folder_uses_what_the_map_does_not_allow()
    {
        List<string> offences = [];
        foreach (string file in SourceFiles())
        {
            string text = File.ReadAllText(file);
            string own = FolderOf(Namespace().Match(text) is { Success: true } match ? match.Groups[1].Value : "Experiments");
            offences.AddRange(Usings().Matches(text).Select(use => use.Groups[1].Value)
                .Where(used => !Within(used, own) && !_mayUse[own].Any(allowed => Within(used, allowed)))
                .Select(used => $"{file}: {own} may not use {used}"));
        }

        Assert.That(offences, Is.Empty);
    }

    private static bool Within(string name, string folder) =>
        name == folder || name.StartsWith(folder + ".", StringComparison.Ordinal);

    private static string FolderOf(string name) =>
        _mayUse.Keys.Where(folder => Within(name, folder)).MaxBy(folder => folder.Length)
        ?? throw new InvalidOperationException($"{name} is not on the map.");

    private static IEnumerable<string> SourceFiles([CallerFilePath] string here = "")
    {
        string root = Directory.GetParent(here)!.Parent!.FullName;
        return new[] { "protocols", "sim", "results", "experiments" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(root, folder), "*.cs", SearchOption.AllDirectories))
            // Scripts are programs of users, who may use everything.
            .Where(file => !file.StartsWith(Path.Combine(root, "experiments", "scripts"), StringComparison.Ordinal));
    }
}
