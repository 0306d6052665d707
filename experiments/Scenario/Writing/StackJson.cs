using System.Text.Json.Nodes;
using Experiments.Scenario.Records;

namespace Experiments.Scenario.Writing;

/// <summary>Writes the settings of a transport stack.</summary>
internal static class StackJson
{
    /// <summary>The settings that the user gave; null if there are none.</summary>
    public static JsonObject? ToJson(StackDefinition stack)
    {
        JsonObject sysctls = [];
        foreach (SysctlSetting setting in stack.Sysctl)
        {
            sysctls.Add(setting.Name, setting.Value);
        }

        JsonObject json = new JsonObject()
            .With("kind", stack.Kind switch
            {
                StackKind.Model => "model",
                StackKind.Kernel => "kernel",
                StackKind.Linux => "linux",
                _ => null,
            })
            .With("links", stack.Links switch
            {
                LinkKind.Real => "real",
                LinkKind.Simulated => "simulated",
                _ => null,
            })
            .With("profile", stack.Profile?.Name)
            .With("transport", Transport(stack.Transport))
            .With("congestion", stack.Congestion?.Name)
            .With("scheduler", stack.Scheduler?.Name)
            .With("path-manager", stack.PathManager?.Name)
            .With("sysctl", sysctls.Count == 0 ? null : sysctls);
        return json.Count == 0 ? null : json;
    }

    /// <summary>The word for a transport protocol; null for none.</summary>
    public static string? Transport(TransportKind? transport) => transport switch
    {
        TransportKind.Mptcp => "mptcp",
        TransportKind.Tcp => "tcp",
        _ => null,
    };
}
