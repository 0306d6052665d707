namespace Experiments.Scenario.Records;

/// <summary>What an action of the timeline acts on.</summary>
/// <param name="Kind">What the name was found to be.</param>
/// <param name="Name">The name as written: <c>isp1</c>, <c>core</c>, <c>push.nic1</c>.</param>
public readonly record struct TimelineTarget(TargetKind Kind, Reference Name)
{
    /// <summary>The host of a NIC, the part before the dot; the whole name for other targets.</summary>
    public string HostName => Kind == TargetKind.Nic ? Name.Name[..Name.Name.IndexOf('.')] : Name.Name;

    /// <summary>The NIC's own name, the part behind the dot; the whole name for other targets.</summary>
    public string NicName => Kind == TargetKind.Nic ? Name.Name[(Name.Name.IndexOf('.') + 1)..] : Name.Name;

    /// <summary>The name as written.</summary>
    public override string ToString() => Name.Name;
}
