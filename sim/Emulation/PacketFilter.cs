using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Sim.Emulation;

/// <summary>What a namespace drops on purpose: a table of nftables with the interfaces that are blocked, and with losses.</summary>
/// <remarks>Made when it is first needed. Blocks count: each needs its unblock.</remarks>
/// <param name="place">The namespace.</param>
/// <param name="forwards">Whether it filters what the namespace forwards, as a router, or what it sends and receives itself, as a host.</param>
public sealed class PacketFilter(NetworkNamespace place, bool forwards)
{
    private const string Table = "inet simulator";
    private const int LossScale = 1_000_000;

    private readonly Dictionary<(BlockedDirection Direction, string Device), int> _blocks = [];
    private readonly HashSet<(BlockedDirection, string)> _losses = [];
    private bool _exists;

    /// <summary>Drops what comes from, or goes to, some interfaces.</summary>
    public void Block(IEnumerable<(BlockedDirection Direction, string Device)> blocks) => Change(blocks, 1, "add");

    /// <summary>Takes back one <see cref="Block"/> of each.</summary>
    public void Unblock(IEnumerable<(BlockedDirection Direction, string Device)> blocks) => Change(blocks, -1, "delete");

    /// <summary>Makes an interface lose a share of its packets, 0 to 1, each independently.</summary>
    public void SetLoss(BlockedDirection direction, string device, double share)
    {
        List<string> commands = [.. Prelude()];
        string chain = $"{Table} loss_{NameOf(direction)}_{device}";
        if (_losses.Add((direction, device)))
        {
            commands.Add($"add chain {chain}");
            commands.Add($"add rule {Table} {HookOf(direction)} {KeyOf(direction)} \"{device}\" jump loss_{NameOf(direction)}_{device}");
        }

        commands.Add($"flush chain {chain}");
        int threshold = (int)(share * LossScale);
        if (threshold > 0)
        {
            commands.Add(string.Create(
                CultureInfo.InvariantCulture, $"add rule {chain} numgen random mod {LossScale} < {threshold} drop"));
        }

        place.Nft(commands);
    }

    /// <summary>Takes everything back, also what a program before this one has left behind.</summary>
    public void Remove()
    {
        _exists = false;
        _blocks.Clear();
        _losses.Clear();

        // Only what exists can be deleted.
        place.Nft([$"add table {Table}", $"delete table {Table}"]);
    }

    private static string NameOf(BlockedDirection direction) => direction == BlockedDirection.In ? "in" : "out";

    private static string KeyOf(BlockedDirection direction) => direction == BlockedDirection.In ? "iifname" : "oifname";

    private string HookOf(BlockedDirection direction) =>
        forwards ? "passing" : direction == BlockedDirection.In ? "arriving" : "leaving";

    private void Change(IEnumerable<(BlockedDirection Direction, string Device)> blocks, int step, string verb)
    {
        List<string> commands = [.. Prelude()];
        int before = commands.Count;
        foreach ((BlockedDirection direction, string device) in blocks)
        {
            int count = _blocks.GetValueOrDefault((direction, device));
            _blocks[(direction, device)] = count + step;
            if (count == 0 || count + step == 0)
            {
                commands.Add($"{verb} element {Table} blocked_{NameOf(direction)} {{ \"{device}\" }}");
            }
        }

        if (commands.Count > before)
        {
            place.Nft(commands);
        }
    }

    private List<string> Prelude()
    {
        if (_exists)
        {
            return [];
        }

        _exists = true;
        string[] hooks = forwards ? ["passing forward"] : ["arriving input", "leaving output"];
        List<string> commands =
        [
            $"add table {Table}",
            $"add set {Table} blocked_in {{ type ifname; }}",
            $"add set {Table} blocked_out {{ type ifname; }}",
        ];
        commands.AddRange(hooks.Select(hook => hook.Split(' ')).Select(
            parts => $"add chain {Table} {parts[0]} {{ type filter hook {parts[1]} priority 0; policy accept; }}"));
        commands.Add($"add rule {Table} {HookOf(BlockedDirection.In)} iifname @blocked_in drop");
        commands.Add($"add rule {Table} {HookOf(BlockedDirection.Out)} oifname @blocked_out drop");
        return commands;
    }
}
