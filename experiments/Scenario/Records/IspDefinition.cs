namespace Experiments.Scenario.Records;

/// <summary>An ISP: a router, and the properties of the access link of every NIC attached to it.</summary>
/// <param name="Name">Its name, unique among ISPs, routers, links and hosts.</param>
/// <param name="Access">The access links, where the NIC does not say otherwise.</param>
public sealed record IspDefinition(Reference Name, LinkSettings Access);
