using System.Collections.Generic;

namespace Experiments.Scenario.Records;

/// <summary>A network interface of a host.</summary>
/// <param name="Name">Its name, unique within the host.</param>
/// <param name="To">The ISP it is attached to, or the named link that ends at it.</param>
/// <param name="Access">What differs from the ISP's access links; empty for a named link.</param>
/// <param name="Addresses">The addresses the user gave it; at most one per family, empty for the automatic
/// plan.</param>
public sealed record NicDefinition(
    Reference Name, Reference To, LinkSettings Access, IReadOnlyList<GivenAddress> Addresses)
{
    /// <summary>A NIC without settings of its own.</summary>
    public NicDefinition(Reference name, Reference to)
        : this(name, to, new LinkSettings(), [])
    {
    }
}
