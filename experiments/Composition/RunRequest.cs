using Experiments.Composition.Nodes;

namespace Experiments.Composition;

/// <summary>What a run needs to know besides its scenario.</summary>
/// <param name="Command">The command line that repeats the run, quoted for a shell.</param>
/// <param name="OutputFolder">Where the results go; null for a new folder under <c>results/runs/NAME/</c>.</param>
/// <param name="Hosts">The machines that are the hosts of the scenario; null where this machine makes all of them.</param>
public sealed record RunRequest(string Command, string? OutputFolder = null, RemoteHosts? Hosts = null);
