using System.Collections.Generic;

namespace Experiments.Composition.Nodes;

/// <summary>The machines that are the hosts of a run, and how they are reached.</summary>
public sealed record RemoteHosts
{
    /// <summary>How the simulator is started on a machine, when nobody says otherwise.</summary>
    public const string DefaultProgram = "simulator";

    /// <summary>Where each host of the scenario is, as ssh wants it: <c>user@machine</c>.</summary>
    public required IReadOnlyDictionary<string, string> Targets { get; init; }

    /// <summary>The command that starts the simulator on each of them; a shell there reads it.</summary>
    public string Program { get; init; } = DefaultProgram;

    /// <summary>Options for ssh (ssh_config(5)), such as <c>Port=2222</c>.</summary>
    public IReadOnlyList<string> SshOptions { get; init; } = [];
}
