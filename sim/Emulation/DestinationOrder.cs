using System;
using System.Collections.Generic;
using System.Linq;
using Protocols.Net;

namespace Sim.Emulation;

/// <summary>The order in which the addresses of a name are tried: RFC 6724, section 6, with its default policy table.</summary>
/// <remarks>
/// Not implemented, since the kernel does not tell without asking for each address: rules 3 (deprecated addresses), 4 (home
/// addresses) and 7 (native transport).
/// </remarks>
public static class DestinationOrder
{
    // RFC 6724, 2.1: prefix, its length, precedence, label. The longest match counts.
    private static readonly (UInt128 Prefix, int Length, int Precedence, int Label)[] _policies =
    [
        (1, 128, 50, 0),
        (0, 0, 40, 1),
        ((UInt128)0xFFFF << 32, 96, 35, 4),
        ((UInt128)0x2002 << 112, 16, 30, 2),
        ((UInt128)0x2001 << 112, 32, 5, 5),
        ((UInt128)0xFC << 120, 7, 3, 13),
        (0, 96, 1, 3),
        ((UInt128)0xFEC << 116, 10, 1, 11),
        ((UInt128)0x3FFE << 112, 16, 1, 12),
    ];

    private enum Scope
    {
        LinkLocal = 0x2,
        SiteLocal = 0x5,
        Global = 0xE,
    }

    /// <summary>Sorts addresses, the one to try first in front; equally good ones keep their order (rule 10).</summary>
    /// <param name="destinations">The addresses.</param>
    /// <param name="sourceFor">The address from which each would be reached; none when no route leads there.</param>
    public static IReadOnlyList<IpAddress> Sort(IEnumerable<IpAddress> destinations, Func<IpAddress, IpAddress> sourceFor)
    {
        Candidate[] candidates = [.. destinations.Select(destination => new Candidate(destination, sourceFor(destination)))];
        return [.. candidates.Order(Comparer<Candidate>.Create(Compare)).Select(candidate => candidate.Destination)];
    }

    // Negative when the left one is to be tried first. Enumerable.Order keeps the order of equal ones.
    private static int Compare(Candidate left, Candidate right)
    {
        // Rule 1: avoid unusable destinations. Without a source nothing more can be compared.
        if (left.Source.IsNone || right.Source.IsNone)
        {
            return left.Source.IsNone.CompareTo(right.Source.IsNone);
        }

        // Rule 2: prefer matching scope.
        int byScope = right.ScopesMatch.CompareTo(left.ScopesMatch);
        if (byScope != 0)
        {
            return byScope;
        }

        // Rule 5: prefer matching label.
        int byLabel = right.LabelsMatch.CompareTo(left.LabelsMatch);
        if (byLabel != 0)
        {
            return byLabel;
        }

        // Rule 6: prefer higher precedence.
        int byPrecedence = right.Precedence.CompareTo(left.Precedence);
        if (byPrecedence != 0)
        {
            return byPrecedence;
        }

        // Rule 8: prefer smaller scope.
        int byReach = ScopeOf(left.Destination).CompareTo(ScopeOf(right.Destination));
        if (byReach != 0)
        {
            return byReach;
        }

        // Rule 9: use longest matching prefix. Among IPv4 addresses it would say nothing of nearness and defeat servers
        // that give their addresses in turn; they keep their order, as the RFC allows for rules 9 and 10.
        bool areIpv6 = left.Destination.Family == AddressFamily.Ipv6 && right.Destination.Family == AddressFamily.Ipv6;
        return areIpv6 ? right.CommonPrefix.CompareTo(left.CommonPrefix) : 0;
    }

    private static (int Precedence, int Label) PolicyOf(IpAddress address)
    {
        UInt128 bits = Mapped(address);
        (UInt128 _, int _, int precedence, int label) = _policies
            .Where(policy => policy.Length == 0 || (bits ^ policy.Prefix) >> (128 - policy.Length) == 0)
            .MaxBy(policy => policy.Length);
        return (precedence, label);
    }

    // RFC 6724, 3.1 and 3.2. IPv4: autoconfigured and loopback addresses are link-local, all others global.
    private static Scope ScopeOf(IpAddress address)
    {
        if (address.Family == AddressFamily.Ipv4)
        {
            uint ipv4 = (uint)address.Bits;
            return ipv4 >> 16 == 0xA9FE || ipv4 >> 24 == 127 ? Scope.LinkLocal : Scope.Global;
        }

        UInt128 bits = address.Bits;
        if (bits >> 120 == 0xFF)
        {
            return (Scope)(int)(bits >> 112 & 0xF);
        }

        if (bits == 1 || bits >> 118 == 0xFE80 >> 6)
        {
            return Scope.LinkLocal;
        }

        return bits >> 118 == 0xFEC0 >> 6 ? Scope.SiteLocal : Scope.Global;
    }

    private static UInt128 Mapped(IpAddress address) =>
        address.Family == AddressFamily.Ipv4 ? (UInt128)0xFFFF << 32 | address.Bits : address.Bits;

    private readonly struct Candidate
    {
        // RFC 6724, 2.2: the common prefix counts up to the length of the source's prefix, which is a /64 in practice.
        private const int LongestComparedPrefix = 64;

        public Candidate(IpAddress destination, IpAddress source)
        {
            Destination = destination;
            Source = source;
            (Precedence, int label) = PolicyOf(destination);
            LabelsMatch = label == PolicyOf(source).Label;
            ScopesMatch = ScopeOf(destination) == ScopeOf(source);
            CommonPrefix = Math.Min((int)UInt128.LeadingZeroCount(destination.Bits ^ source.Bits), LongestComparedPrefix);
        }

        public IpAddress Destination { get; }

        public IpAddress Source { get; }

        public int Precedence { get; }

        public bool LabelsMatch { get; }

        public bool ScopesMatch { get; }

        public int CommonPrefix { get; }
    }
}
