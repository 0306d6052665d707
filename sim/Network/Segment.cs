using System.Collections.Generic;
using System.Linq;

namespace Sim.Network;

/// <summary>NICs that share an address block: those at one router, or the two ends of a cable between hosts.</summary>
/// <param name="number">From 1, in the order in which the first NIC came.</param>
/// <param name="router">The router; null between two hosts.</param>
internal sealed class Segment(int number, Router? router)
{
    private readonly Dictionary<int, int> _nicsOfHost = [];

    /// <summary>Its number.</summary>
    public int Number { get; } = number;

    /// <summary>The router, if there is one.</summary>
    public Router? Router { get; } = router;

    /// <summary>Its NICs in the order in which they were connected.</summary>
    public List<Attachment> Attachments { get; } = [];

    /// <summary>Adds a NIC.</summary>
    /// <param name="nic">The NIC, connected.</param>
    /// <param name="host">The number of its host.</param>
    public Attachment Add(Nic nic, int host)
    {
        int earlier = _nicsOfHost.GetValueOrDefault(host);
        _nicsOfHost[host] = earlier + 1;
        Attachment attachment = new(nic, this, host, earlier, Attachments.Count + 1);
        Attachments.Add(attachment);
        return attachment;
    }

    /// <summary>The highest host number in it.</summary>
    public int HighestHost() => Attachments.Max(attachment => attachment.Host);

    /// <summary>Whether a host has more than one NIC in it.</summary>
    public bool HasHostTwice() => _nicsOfHost.Values.Any(count => count > 1);
}
