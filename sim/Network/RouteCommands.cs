using System;
using System.Collections.Generic;
using System.Globalization;
using Protocols.Net;

namespace Sim.Network;

/// <summary>Writes the policy routing of a host as the <c>ip</c> commands that give a Linux machine the same.</summary>
public static class RouteCommands
{
    // The main table's routes get a metric, so that they give way to what an administrator has set up.
    private const int MainMetric = 1000;

    /// <summary>The commands: rules first, then routes, table by table.</summary>
    public static IReadOnlyList<string> Of(PolicyRules rules)
    {
        List<string> lines = [];
        List<RoutingTable<HostRoute>> written = [];
        foreach (PolicyRule rule in rules.Rules)
        {
            lines.Add(Text($"{Ip(rule.Source.Family)} rule add from {rule.Source} table {rule.TableNumber}"));
        }

        foreach (PolicyRule rule in rules.Rules)
        {
            if (!written.Contains(rule.Table))
            {
                written.Add(rule.Table);
                AddRoutes(lines, rule.Table, Text($"table {rule.TableNumber}"));
            }
        }

        AddRoutes(lines, rules.Main, Text($"metric {MainMetric}"));
        return lines;
    }

    private static void AddRoutes(List<string> lines, RoutingTable<HostRoute> table, string suffix)
    {
        foreach ((IpPrefix prefix, HostRoute route) in table.Routes)
        {
            string destination = prefix.Length == 0 ? "default" : prefix.ToString();
            string via = route.Gateway.IsNone ? "" : $"via {route.Gateway} ";
            lines.Add(Text($"{Ip(prefix.Network.Family)} route add {destination} {via}dev {route.Nic.Name} {suffix}"));
        }
    }

    private static string Ip(AddressFamily family) => family == AddressFamily.Ipv6 ? "ip -6" : "ip";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
