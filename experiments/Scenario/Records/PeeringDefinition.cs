namespace Experiments.Scenario.Records;

/// <summary>A link between two ISPs.</summary>
/// <param name="First">One ISP.</param>
/// <param name="Second">The other ISP.</param>
/// <param name="Settings">The properties of the link.</param>
public sealed record PeeringDefinition(Reference First, Reference Second, LinkSettings Settings)
{
    /// <summary>
    /// The name under which the link is recorded and can be a target of the timeline: <c>isp1-isp2</c>.
    /// </summary>
    public string Name => $"{First.Name}-{Second.Name}";
}
