using System;
using System.Collections.Generic;
using System.Globalization;
using Protocols.Core;
using Protocols.Mptcp;
using Protocols.Tcp;

namespace Experiments.Composition;

/// <summary>The kernel parameters that the simulated stack has, by their names in Linux.</summary>
public static class Sysctls
{
    private static readonly Dictionary<string, Func<TcpConfig, long[], TcpConfig>> _tcp = new()
    {
        ["net.ipv4.tcp_rmem"] = (config, values) => config with { ReceiveBuffer = values[1], ReceiveBufferMaximum = values[2] },
        ["net.ipv4.tcp_wmem"] = (config, values) => config with { SendBuffer = values[1], SendBufferMaximum = values[2] },
        ["net.ipv4.tcp_sack"] = (config, values) => config with { Sack = values[0] != 0 },
        ["net.ipv4.tcp_timestamps"] = (config, values) => config with { Timestamps = values[0] != 0 },
        ["net.ipv4.tcp_window_scaling"] = (config, values) => config with { WindowScaling = values[0] != 0 },
        ["net.ipv4.tcp_early_retrans"] = (config, values) => config with { TailLossProbes = values[0] >= 3 },
        ["net.ipv4.tcp_slow_start_after_idle"] = (config, values) => config with { SlowStartAfterIdle = values[0] != 0 },
        ["net.ipv4.tcp_moderate_rcvbuf"] = (config, values) => config with { ModerateReceiveBuffer = values[0] != 0 },
        ["net.ipv4.tcp_rto_min_us"] = (config, values) => config with { RtoMinimum = Duration.FromMicroseconds(values[0]) },
        ["net.ipv4.tcp_syn_retries"] = (config, values) => config with { SynRetries = (int)values[0] },
        ["net.ipv4.tcp_syn_linear_timeouts"] = (config, values) => config with { SynLinearTimeouts = (int)values[0] },
        ["net.ipv4.tcp_synack_retries"] = (config, values) => config with { SynAckRetries = (int)values[0] },
        ["net.ipv4.tcp_orphan_retries"] = (config, values) => config with { OrphanRetries = (int)values[0] },
        ["net.ipv4.tcp_fin_timeout"] = (config, values) => config with { FinTimeout = Duration.FromSeconds(values[0]) },
        ["net.ipv4.tcp_ecn"] = (config, values) => config with { Ecn = (int)values[0] },
        ["net.ipv4.tcp_frto"] = (config, values) => config with { ForwardRto = values[0] != 0 },
        ["net.ipv4.tcp_comp_sack_nr"] = (config, values) => config with { SackCompressionLimit = (int)values[0] },
        ["net.ipv4.tcp_comp_sack_delay_ns"] = (config, values) => config with { SackCompressionDelay = Duration.FromNanoseconds(values[0]) },
        ["net.ipv4.tcp_limit_output_bytes"] = (config, values) => config with { LimitOutputBytes = values[0] },
        ["net.ipv4.tcp_retries2"] = (config, values) => config with { Retries2 = (int)values[0] },
    };

    // Of all queue disciplines of hosts only fq changes when a connection's packets leave.
    private const string DefaultQdisc = "net.core.default_qdisc";
    private static readonly string[] _qdiscs = ["fq", "fq_codel", "pfifo_fast", "pfifo"];

    private static readonly Dictionary<string, Func<MptcpConfig, long[], MptcpConfig>> _mptcp = new()
    {
        ["net.mptcp.checksum_enabled"] = (config, values) => config with { Checksum = values[0] != 0 },
        ["net.mptcp.allow_join_initial_addr_port"] = (config, values) => config with { AllowsJoinToInitialAddress = values[0] != 0 },
        ["net.mptcp.syn_retrans_before_tcp_fallback"] =
            (config, values) => config with { SynRetransmissionsBeforeFallback = (int)values[0] },
        ["net.mptcp.blackhole_timeout"] = (config, values) => config with { BlackholeTimeout = Duration.FromSeconds(values[0]) },
        ["net.mptcp.close_timeout"] = (config, values) => config with { CloseTimeout = Duration.FromSeconds(values[0]) },
        ["net.mptcp.stale_loss_cnt"] = (config, values) => config with { StaleLossCount = (int)values[0] },
        ["net.mptcp.mptcp_rbuf_retr"] = (config, values) => config with { OpportunisticRetransmission = values[0] != 0 },
        ["net.mptcp.mptcp_rbuf_penal"] = (config, values) => config with { Penalization = (PenalizationRule)Math.Min(values[0], (long)PenalizationRule.KeepsSlowStart) },
        ["net.mptcp.mptcp_ndiffports"] = (config, values) => config with { DifferentPorts = (int)values[0] },
        ["net.mptcp.add_addr_timeout"] = (config, values) => config with { AddAddressTimeout = Duration.FromSeconds(values[0]) },
    };

    /// <summary>All names.</summary>
    public static IReadOnlyCollection<string> Names => [.. _tcp.Keys, .. _mptcp.Keys, DefaultQdisc];

    /// <summary>What values a parameter has, for the message about one that it has not.</summary>
    public static string ExpectedOf(string name) => name == DefaultQdisc
        ? string.Join(", ", _qdiscs)
        : "numbers, such as 4 or \"4096 131072 33554432\"";

    /// <summary>Applies one setting.</summary>
    /// <returns>False when the value is not one of the parameter's words, or not as many numbers as it has.</returns>
    public static bool TryApply(string name, string value, ref TcpConfig tcp, ref MptcpConfig mptcp)
    {
        if (name == DefaultQdisc)
        {
            tcp = tcp with { Pacing = value == "fq" };
            return Array.IndexOf(_qdiscs, value) >= 0;
        }

        string[] parts = value.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        long[] values = new long[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!long.TryParse(parts[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out values[i]) || values[i] < 0)
            {
                return false;
            }
        }

        int expected = name.EndsWith("mem", StringComparison.Ordinal) ? 3 : 1;
        if (values.Length != expected)
        {
            return false;
        }

        if (_tcp.TryGetValue(name, out Func<TcpConfig, long[], TcpConfig>? setTcp))
        {
            tcp = setTcp(tcp, values);
        }
        else if (_mptcp.TryGetValue(name, out Func<MptcpConfig, long[], MptcpConfig>? setMptcp))
        {
            mptcp = setMptcp(mptcp, values);
        }

        return true;
    }
}
