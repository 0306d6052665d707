namespace Protocols.Wire;

/// <summary>What the packets of a capture begin with (the LINKTYPE_ values of the tcpdump group).</summary>
public enum LinkType : ushort
{
    /// <summary>An Ethernet header.</summary>
    Ethernet = 1,

    /// <summary>An IPv4 or IPv6 header.</summary>
    Raw = 101,
}
