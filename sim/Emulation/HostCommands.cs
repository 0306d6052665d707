using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Protocols.Mptcp;
using Protocols.Net;
using Sim.Network;

namespace Sim.Emulation;

/// <summary>The <c>ip</c> commands that make a Linux machine the host that a scenario describes; without the word <c>ip</c> itself.</summary>
public static class HostCommands
{
    /// <summary>How many subflows and announced addresses a connection may have: the kernel's own maximum.</summary>
    public const int MostSubflows = 8;

    private const string Program = "ip ";

    /// <summary>All that a host whose NICs are up needs, in order.</summary>
    public static IEnumerable<string> All(HostSpec host) =>
        [.. host.Nics.SelectMany(Addresses), .. Rules(host), .. Routes(host), .. Endpoints(host)];

    /// <summary>Limits and endpoints of MPTCP (ip-mptcp(8)).</summary>
    public static IEnumerable<string> Endpoints(HostSpec host) =>
        host.Endpoints.Select(endpoint => Endpoint(host, endpoint))
            .Prepend(Text($"mptcp limits set subflows {MostSubflows} add_addr_accepted {MostSubflows}"));

    /// <summary>One endpoint.</summary>
    public static string Endpoint(HostSpec host, MptcpEndpoint endpoint)
    {
        string nic = host.Nics.First(candidate => candidate.Has(endpoint.Address)).Name;
        string[] flags =
        [
            endpoint.Subflow ? " subflow" : "",
            endpoint.FullMesh ? " fullmesh" : "",
            endpoint.Signal ? " signal" : "",
            endpoint.Backup ? " backup" : "",
        ];
        return Text($"mptcp endpoint add {endpoint.Address} dev {nic} id {endpoint.Id}{string.Concat(flags)}");
    }

    /// <summary>Addresses of a NIC. They bring no routes with them: all routes are the scenario's.</summary>
    public static IEnumerable<string> Addresses(Nic nic) => nic.Addresses.Select(address =>
        address.Family == AddressFamily.Ipv6
            ? Text($"-6 addr replace {address}/128 dev {nic.Name} nodad")
            : Text($"addr replace {address}/32 dev {nic.Name}"));

    /// <summary>The rules that choose a table by source address.</summary>
    public static IEnumerable<string> Rules(HostSpec host) => Lines(host).Where(line => line.Contains(" rule ", StringComparison.Ordinal) || line.StartsWith("rule ", StringComparison.Ordinal));

    /// <summary>The routes of a host; where they exist already they stay.</summary>
    /// <param name="host">The host.</param>
    /// <param name="nic">Only those over this NIC; null for all.</param>
    public static IEnumerable<string> Routes(HostSpec host, Nic? nic = null) => Lines(host)
        .Where(line => line.Contains("route add ", StringComparison.Ordinal))
        .Where(line => nic is null || line.Contains($" dev {nic.Name} ", StringComparison.Ordinal))
        .Select(line => line.Replace("route add ", "route replace ", StringComparison.Ordinal));

    private static IEnumerable<string> Lines(HostSpec host) => RouteCommands.Of(host.Rules).Select(line => line[Program.Length..]);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
