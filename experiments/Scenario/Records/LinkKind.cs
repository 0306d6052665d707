namespace Experiments.Scenario.Records;

/// <summary>What the hosts of a run with real kernels are connected by (<c>stack.links: real | simulated</c>).</summary>
public enum LinkKind
{
    /// <summary>The kernel's own: veth pairs, routers in namespaces, token buckets.</summary>
    Real,

    /// <summary>The simulator's, in real time: kernels send into TUN devices.</summary>
    Simulated,
}
