namespace Experiments.Scenario.Records;

/// <summary>The kinds of things that the timeline acts on.</summary>
public enum TargetKind
{
    /// <summary>An ISP: its router, or for <c>set</c> all its access links.</summary>
    Isp,

    /// <summary>A named link or a peering, both directions.</summary>
    Link,

    /// <summary>A network interface, <c>host.nic</c>.</summary>
    Nic,
}
