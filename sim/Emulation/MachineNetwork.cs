using System;
using System.Collections.Generic;
using System.Linq;
using Protocols.Net;

namespace Sim.Emulation;

/// <summary>The addresses, rules, routes and MPTCP endpoints of the machine, as <c>ip</c> shows them.</summary>
public sealed class MachineNetwork
{
    private readonly string[] _addresses;
    private readonly string[] _rules;
    private readonly string[] _routes;
    private readonly string[] _endpoints;
    private readonly string[] _limits;

    private MachineNetwork()
    {
        _addresses = Show("-o addr show");
        _rules = [.. Show("-6 rule show"), .. Show("-4 rule show")];
        _routes = [.. Show("-6 route show table all"), .. Show("-4 route show table all")];
        _endpoints = Show("mptcp endpoint show");
        _limits = Show("mptcp limits show");
    }

    /// <summary>Asks the machine.</summary>
    /// <exception cref="EmulationException">It has no <c>ip</c>, or one without MPTCP.</exception>
    public static MachineNetwork Read() => new();

    /// <summary>Whether an address is one of the machine's.</summary>
    public bool Has(IpAddress address) => _addresses.Any(line => Words(line).Any(word => word.StartsWith($"{address}/", StringComparison.Ordinal)));

    /// <summary>Whether what a command would set up (<see cref="HostCommands"/>) is there already.</summary>
    public bool Has(string command)
    {
        string[] words = [.. Words(command).Where(word => word != "-6")];
        return words switch
        {
            ["link", "set", ..] => true,
            ["addr", _, string address, "dev", string device, ..] =>
                _addresses.Any(line => Words(line).Contains(device) && line.Contains($" {address[..address.IndexOf('/')]}/", StringComparison.Ordinal)),
            ["rule", "add", "from", string source, "table", string table] =>
                _rules.Any(line => Follows(line, "from", source) && Follows(line, "lookup", table)),
            ["route", _, string destination, .. string[] rest] => _routes.Any(line => HasRoute(line, destination, rest)),
            ["mptcp", "endpoint", "add", string address, "dev", _, "id", _, .. string[] flags] =>
                _endpoints.Any(line => Words(line)[0] == address && flags.All(flag => Words(line).Contains(flag))),
            ["mptcp", "limits", "set", "subflows", string subflows, "add_addr_accepted", string accepted] =>
                _limits.Any(line => Follows(line, "subflows", subflows) && Follows(line, "add_addr_accepted", accepted)),
            _ => false,
        };
    }

    private static bool HasRoute(string line, string destination, string[] rest)
    {
        string[] words = Words(line);
        string[] named = rest.Contains("table") ? [] : ["table"];
        return words[0] == destination
            && Pairs(rest).Where(pair => pair.Key != "metric").All(pair => Follows(line, pair.Key, pair.Value))
            && !named.Any(words.Contains);
    }

    private static IEnumerable<KeyValuePair<string, string>> Pairs(string[] words) =>
        words.Chunk(2).Where(pair => pair.Length == 2).Select(pair => new KeyValuePair<string, string>(pair[0], pair[1]));

    private static bool Follows(string line, string key, string value)
    {
        string[] words = Words(line);
        int at = Array.IndexOf(words, key);
        return at >= 0 && at + 1 < words.Length && words[at + 1] == value;
    }

    private static string[] Words(string line) => line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);

    private static string[] Show(string arguments) =>
        SystemCommand.Run("ip", arguments.Split(' '), "").Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
