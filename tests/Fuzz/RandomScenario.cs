using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Protocols.Core;

namespace Tests.Fuzz;

/// <summary>
/// A scenario of chance: one to three ISPs, three hosts, a live stream and two bulk transfers, boxes on the way, failures that are all
/// over by <see cref="HealedAt"/>, and more than a minute after them.
/// </summary>
/// <remarks>
/// Left out is what may end or starve a connection rightly: translated addresses, which nobody reaches from outside; losses in bursts,
/// which eat the few packets of a sender that backs off; RED under senders by rate, which drops half of all packets; endpoints taken back.
/// </remarks>
internal sealed class RandomScenario
{
    /// <summary>When the last failure is over, in seconds.</summary>
    public const int HealedAt = 16;

    /// <summary>
    /// When the run ends, in seconds. A timer that has backed off, or has taken a failure for a round trip, needs half a minute until
    /// it tries again.
    /// </summary>
    public const int End = 90;

    private static readonly string[] _hosts = ["push", "server", "client"];

    private readonly RandomStream _random;
    private readonly StringBuilder _text = new();
    private readonly Dictionary<string, int> _nics = [];
    private readonly int _isps;

    /// <summary>A scenario.</summary>
    /// <param name="random">Decides everything.</param>
    public RandomScenario(RandomStream random)
    {
        _random = random;
        _isps = 1 + random.NextInt(3);
        Line($"name: chance\nduration: {End} s\nseed: {1 + random.NextInt(1_000_000)}\nip: {Any("4", "6", "6", "dual")}");
        WriteNetwork();
        WriteStack();
        WriteBoxes();
        Line("""
            applications:
              - { name: server, kind: rtmp-server, host: server }
              - { name: push, kind: rtmp-push, host: push, to: rtmp://server/live/s, media: synthetic }
              - { name: client, kind: rtmp-client, host: client, from: rtmp://server/live/s }
              - { name: up, kind: bulk, from: push, to: server, bytes: unlimited }
              - { name: down, kind: bulk, from: server, to: client, bytes: unlimited }
            """);
        if (Chance(0.3))
        {
            Line("  - { name: noise, kind: datagrams, from: push, to: client, rate: 200 kbit/s, size: exponential(300 B), gap: exponential }");
        }

        WriteFailures();
    }

    /// <summary>The scenario file.</summary>
    public string Text => _text.ToString();

    /// <summary>Whether nothing on the way changes data: that may end a connection.</summary>
    public bool KeepsData { get; private set; } = true;

    private void WriteNetwork()
    {
        Line("isps:");
        for (int isp = 1; isp <= _isps; isp++)
        {
            Line($"  isp{isp}: {{ {string.Join(", ", LinkParts())} }}");
        }

        if (_isps > 1)
        {
            Line("peerings:");
        }

        for (int isp = 1; isp < _isps; isp++)
        {
            Line($"  - {{ between: [isp{isp}, isp{isp + 1}], rate: 1 Gbit/s, delay: {Any("0", "1", "10")} ms }}");
        }

        Line("hosts:");
        foreach (string host in _hosts)
        {
            int first = 1 + _random.NextInt(_isps);
            int count = 1 + _random.NextInt(_isps - first + 1);
            _nics[host] = count;
            string nics = string.Join(", ", Enumerable.Range(0, count).Select(i => $"nic{i + 1}: isp{first + i}"));
            Line($"  {host}: {{ nics: {{ {nics} }} }}");
        }
    }

    private IEnumerable<string> LinkParts()
    {
        yield return Chance(0.85)
            ? $"rate: {Any("1", "2", "4", "8", "10", "20")} Mbit/s"
            : $"trace: {{ steps: [[0 s, {3 + _random.NextInt(17)} Mbit/s], [2 s, {1 + _random.NextInt(19)} Mbit/s]], repeat: {3 + _random.NextInt(6)} s }}";
        yield return $"delay: {Any("0", "1", "5", "20", "80", "200")} ms";
        yield return $"queue: {Any("50 ms", "200 ms", "30 packets", "64 kB", "1 s")}";
        (double Share, string[] Choices)[] rare =
        [
            (0.3, ["loss: 0.1 %", "loss: 1 %", "loss: 3 %"]),
            (0.2, ["jitter: 2 ms", "jitter: exponential(1 ms)", "jitter: { distribution: exponential(2 ms), reordering: true }"]),
            (0.1, ["duplicate: 1 %"]),
            (0.1, ["reorder: { share: 1 %, gap: 5 }"]),
            (0.2, ["discipline: codel", "discipline: fq-codel"]),
            (0.1, ["mtu: 1280 B", "mtu: 1400 B"]),
        ];
        foreach ((double share, string[] choices) in rare.Where(part => Chance(part.Share)))
        {
            yield return Any(choices);
        }
    }

    private void WriteStack()
    {
        string congestion = Any("balia", "bbr", "coupled", "cubic", "ewtcp", "lia", "olia", "reno", "semicoupled", "wvegas");
        string scheduler = Any("blest", "default", "ecf", "lowest-rtt", "redundant", "round-robin");
        string[] sysctls =
        [
            "net.mptcp.checksum_enabled: 1", "net.mptcp.stale_loss_cnt: 0", "net.mptcp.stale_loss_cnt: 1", "net.ipv4.tcp_sack: 0",
            "net.ipv4.tcp_timestamps: 0", "net.ipv4.tcp_window_scaling: 0", "net.ipv4.tcp_early_retrans: 0", "net.ipv4.tcp_frto: 0",
            "net.ipv4.tcp_rmem: \"4096 16384 6291456\"", "net.ipv4.tcp_wmem: \"4096 16384 65536\"", "net.ipv4.tcp_ecn: 1",
            "net.core.default_qdisc: fq", "net.mptcp.allow_join_initial_addr_port: 0",
        ];
        IEnumerable<string> chosen = sysctls.Where(_ => Chance(0.12)).DistinctBy(sysctl => sysctl.Split(':')[0]);
        Line($"stack: {{ transport: {Any("mptcp", "mptcp", "tcp")}, profile: {Any("linux-6.18", "linux-6.18", "linux-mptcp-0.95")}, "
            + $"congestion: {congestion}, scheduler: {scheduler}, path-manager: {Any("fullmesh", "fullmesh", "ndiffports")}, "
            + $"sysctl: {{ {string.Join(", ", chosen)} }} }}");
    }

    private void WriteBoxes()
    {
        if (Chance(0.65))
        {
            return;
        }

        string kind = Any("strip-mptcp", "drop-mptcp-syn", "rewrite-sequence", "split", "coalesce", "strip-unknown-options", "corrupt");
        KeepsData = kind != "corrupt";
        Line($"middleboxes: [ {{ name: box, kind: {kind}, on: {AnyNic()} }} ]");
    }

    private void WriteFailures()
    {
        List<(int At, string What)> events = [];
        for (int at = 2; at < HealedAt - 2 && Chance(0.8); at += _random.NextInt(4))
        {
            int end = Math.Min(at + 1 + _random.NextInt(6), HealedAt);
            string isp = $"isp{1 + _random.NextInt(_isps)}";
            string nic = AnyNic();
            (string begin, string? over) = _random.NextInt(4) switch
            {
                0 => ($"block: {isp}", $"unblock: {isp}"),
                1 => ($"down: {nic}", $"up: {nic}"),
                2 => ($"set: {{ target: {isp}, delay: {Any("1", "30", "100")} ms, loss: {Any("0", "1")} % }}", null),
                _ => ($"block: {nic}, where: {Any("wire", "sender", "receiver")}", $"unblock: {nic}"),
            };
            events.Add((at, begin));
            if (over is not null)
            {
                events.Add((end, over));
            }
        }

        if (events.Count > 0)
        {
            Line("timeline:");
        }

        foreach ((int at, string what) in events.OrderBy(happens => happens.At))
        {
            Line($"  - {{ at: {at} s, {what} }}");
        }
    }

    private string AnyNic()
    {
        string host = Any(_hosts);
        return $"{host}.nic{1 + _random.NextInt(_nics[host])}";
    }

    private bool Chance(double share) => _random.NextDouble() < share;

    private string Any(params string[] choices) => choices[_random.NextInt(choices.Length)];

    private void Line(string line) => _text.Append(CultureInfo.InvariantCulture, $"{line}\n");
}
