using System;
using System.Globalization;

namespace Protocols.Net;

/// <summary>A network prefix such as <c>fd00:1::/64</c>: an address and how many of its leading bits count.</summary>
public readonly record struct IpPrefix
{
    /// <summary>The prefix of <paramref name="address"/> with <paramref name="length"/> bits; the bits behind are cleared.</summary>
    /// <param name="address">An address inside the prefix.</param>
    /// <param name="length">From 0 (everything) to the width of the family.</param>
    public IpPrefix(IpAddress address, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, address.Width);
        Length = length;
        Network = address with { Bits = address.Bits & MaskOf(address.Width, length) };
    }

    /// <summary>The address with all bits behind the prefix zero.</summary>
    public IpAddress Network { get; }

    /// <summary>How many leading bits count.</summary>
    public int Length { get; }

    /// <summary>Everything of one family, <c>::/0</c> or <c>0.0.0.0/0</c>.</summary>
    public static IpPrefix All(AddressFamily family) => new(new IpAddress(family, 0), 0);

    /// <summary>The prefix that holds this one address only.</summary>
    public static IpPrefix Host(IpAddress address) => new(address, address.Width);

    /// <summary>Whether <paramref name="address"/> lies in the prefix.</summary>
    public bool Contains(IpAddress address) =>
        address.Family == Network.Family && (address.Bits & MaskOf(address.Width, Length)) == Network.Bits;

    /// <summary>The address with number <paramref name="index"/> inside the prefix, counted from its network address.</summary>
    public IpAddress AddressAt(uint index) => Network with { Bits = Network.Bits + index };

    /// <summary>Prints <c>fd00:1::/64</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Network}/{Length}");

    private static UInt128 MaskOf(int width, int length) =>
        length == 0 ? 0 : UInt128.MaxValue << (width - length) & (UInt128.MaxValue >> (128 - width));
}
