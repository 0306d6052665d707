using System;
using Protocols.Net;

namespace Sim.Network;

/// <summary>Two NICs were to have the same address.</summary>
/// <param name="address">The address.</param>
/// <param name="first">The full name of one NIC.</param>
/// <param name="second">The full name of the other.</param>
public sealed class AddressClashException(IpAddress address, string first, string second)
    : Exception($"{first} and {second} both have the address {address}")
{
    /// <summary>The address.</summary>
    public IpAddress Address { get; } = address;

    /// <summary>The full name of one NIC.</summary>
    public string First { get; } = first;

    /// <summary>The full name of the other.</summary>
    public string Second { get; } = second;
}
