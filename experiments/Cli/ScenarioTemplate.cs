using System;

namespace Experiments.Cli;

/// <summary>The scenario that <c>new</c> writes: it runs as it is, sweeps as it is, and says what can be changed.</summary>
public static class ScenarioTemplate
{
    private const string Name = "NAME";

    private const string Text = """
        # An experiment: a live stream over two networks, one of which fails for a while.
        # Run it:   simulator run NAME.yaml
        # Sweep it: simulator sweep NAME.yaml
        # 'simulator list' shows what can be named; mistakes are shown as file:line:column.
        name: NAME
        description: A live stream over two networks, one of which fails for a while.
        duration: 30 s
        seed: 1                 # the same seed gives the same run
        ip: 6                   # 4, 6 or dual

        # An ISP is a router; each network interface (NIC) attached to it gets a link of its own with these values, both ways.
        # Quantities carry their unit. More: loss: 1 %, mtu: 1400 B, jitter: 5 ms, discipline: fq-codel, trace: FILE.
        isps:
          isp1: { rate: 10 Mbit/s, delay: 5 ms, queue: 50 ms }
          isp2: { rate: 10 Mbit/s, delay: 20 ms, queue: 50 ms }
        peerings:
          - { between: [isp1, isp2], rate: 1 Gbit/s, delay: 1 ms }

        hosts:
          push:   { nics: { nic1: isp1, nic2: isp2 } }
          server: { nics: { nic1: isp1, nic2: isp2 } }
          client: { nics: { nic1: isp1, nic2: isp2 } }

        # Of every host, unless it has a 'stack:' of its own. More: sysctl: { net.mptcp.stale_loss_cnt: 4 }, path-manager: ndiffports.
        stack:
          profile: linux-6.18   # or linux-mptcp-0.95
          transport: mptcp      # or tcp
          congestion: cubic     # simulator list congestion-controls
          scheduler: default    # simulator list schedulers

        applications:
          - { name: server, kind: rtmp-server, host: server }
          - { name: push, kind: rtmp-push, host: push, to: rtmp://server/live/stream, media: synthetic, source: { rate: 2 Mbit/s } }
          - { name: client, kind: rtmp-client, host: client, from: rtmp://server/live/stream }

        # Blocking is silent: no host is told. Others: down and up of a NIC, set: { target: isp1, rate: 2 Mbit/s }.
        timeline:
          - { at: 10 s, block: isp1 }
          - { at: 20 s, unblock: isp1 }

        # What must hold at the end; else the exit code is 1. Names are those of summary.json.
        expect:
          - connections.push-server.subflows == 4

        # Every combination with every seed: 'simulator sweep' runs them on all processors.
        sweep:
          parameters:
            isps.isp2.delay: [5 ms, 20 ms, 80 ms]
            stack.congestion: [cubic, lia]
          repetitions: 5
          figures:
            - { x: isps.isp2.delay, y: players.client.longest_gap_s, by: stack.congestion }

        """;

    /// <summary>The text of the file.</summary>
    /// <param name="name">The name of the experiment.</param>
    public static string For(string name) => Text.Replace(Name, name, StringComparison.Ordinal);
}
