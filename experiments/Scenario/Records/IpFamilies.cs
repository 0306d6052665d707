namespace Experiments.Scenario.Records;

/// <summary>Which IP versions the NICs of a scenario have addresses of (<c>ip: 6 | 4 | dual</c>).</summary>
public enum IpFamilies
{
    /// <summary>IPv6 only.</summary>
    Ipv6,

    /// <summary>IPv4 only.</summary>
    Ipv4,

    /// <summary>One address of each version per NIC; subflows run in both.</summary>
    Dual,
}
