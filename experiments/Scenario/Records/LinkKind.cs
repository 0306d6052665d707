namespace Experiments.Scenario.Records;

/// <summary>What the hosts of a run are connected by (<c>stack.links: real | simulated</c>).</summary>
public enum LinkKind
{
    /// <summary>
    /// The kernel's own: veth pairs, routers in namespaces, token buckets. Simulated hosts get links that are like these: each rate is
    /// kept by a token bucket of 4 ms at the sending interface, which is the host's own queue.
    /// </summary>
    Real,

    /// <summary>The simulator's; kernels send into TUN devices, in real time.</summary>
    Simulated,
}
