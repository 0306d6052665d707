using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Experiments.Scenario.Records;
using Experiments.Scenario.Writing;

namespace Experiments.Sweep;

/// <summary>
/// Names a run by what its results depend on: the scenario as resolved, the content of the files it names, the seed, and the program
/// itself. Runs with equal names have equal results, wherever and whenever they were made.
/// </summary>
internal sealed class RunIdentity
{
    private const int Digits = 32;

    private readonly string _program;
    private readonly ConcurrentDictionary<string, string> _media = new();

    /// <summary>Identities of runs of this program.</summary>
    public RunIdentity()
    {
        // A build's module identifier is the hash of its content, since builds are deterministic. The program may be a user's own, with
        // plug-ins in it.
        Assembly[] parts =
        [
            typeof(Protocols.Core.RandomStream).Assembly,
            typeof(Sim.Kernel.Simulation).Assembly,
            typeof(Results.Recording.RunRecord).Assembly,
            typeof(RunIdentity).Assembly,
            .. Assembly.GetEntryAssembly() is Assembly entry ? [entry] : Array.Empty<Assembly>(),
        ];
        _program = string.Join(' ', parts.Distinct().Select(part => part.ManifestModule.ModuleVersionId.ToString("N")));
    }

    /// <summary>What the runs of a scenario depend on besides the seed.</summary>
    public string OfPoint(ScenarioDefinition scenario)
    {
        ScenarioDefinition bare = scenario with { Seed = 0, Sweep = null, Description = "" };
        StringBuilder text = new(_program);
        text.Append('\n').Append(ScenarioJson.Write(bare));
        foreach (RtmpPushApplication push in scenario.Applications.OfType<RtmpPushApplication>())
        {
            if (push.Media is MediaDefinition.Flv flv)
            {
                text.Append('\n').Append(_media.GetOrAdd(flv.Path, HashOfFile));
            }
        }

        foreach (LinkTraces traces in TracesOf(scenario))
        {
            Append(text, traces.Up);
            Append(text, traces.Down);
        }

        return Hash(text.ToString());
    }

    /// <summary>The identity of a run.</summary>
    public static string OfRun(string point, long seed) => Hash(string.Create(CultureInfo.InvariantCulture, $"{point} {seed}"));

    private static IEnumerable<LinkTraces> TracesOf(ScenarioDefinition scenario) => scenario.Links.Select(link => link.Settings)
        .Concat(scenario.Isps.Select(isp => isp.Access))
        .Concat(scenario.Peerings.Select(peering => peering.Settings))
        .Concat(scenario.Hosts.SelectMany(host => host.Nics).Select(nic => nic.Access))
        .Select(settings => settings.Trace).OfType<LinkTraces>();

    // Of a trace in a file the scenario knows the name only.
    private static void Append(StringBuilder text, TraceDefinition trace)
    {
        if (trace is TraceDefinition.Deliveries deliveries)
        {
            text.Append('\n').AppendJoin(' ', deliveries.Milliseconds);
        }
        else if (trace is TraceDefinition.Table table)
        {
            text.Append('\n').AppendJoin(' ', table.Steps);
        }
    }

    private static string HashOfFile(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..Digits];
}
