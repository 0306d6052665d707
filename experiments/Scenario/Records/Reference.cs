namespace Experiments.Scenario.Records;

/// <summary>A name that the user wrote, and where: a host, an ISP, a scheduler, a <c>host.nic</c>.</summary>
/// <param name="Name">The name exactly as written.</param>
/// <param name="At">Where it stands, for errors found later.</param>
public readonly record struct Reference(string Name, SourcePosition At)
{
    /// <summary>The name alone.</summary>
    public override string ToString() => Name;
}
