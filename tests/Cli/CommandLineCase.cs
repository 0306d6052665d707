using System;
using System.IO;
using System.Text;
using System.Text.Json;
using System.Threading;
using Experiments.Cli;
using Experiments.Composition;
using Experiments.Scenario;
using Experiments.Scenario.Records;
using Experiments.Sweep;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Tests.Scenario;

namespace Tests.Cli;

/// <summary>The command line with a run that is over at once and gives a prepared outcome.</summary>
internal sealed class CommandLineCase : IRunService
{
    public const string Summary = """
        {
          "scenario": "handover", "seed": 1, "duration_s": 100, "stack": "model",
          "phases": [ { "from_s": 0, "to_s": 25, "name": "all up" }, { "from_s": 25, "to_s": 100,
            "name": "isp2 blocked" } ],
          "nics": {
            "push.nic1": { "tx_mbit_s": [1.25, 2.5], "rx_mbit_s": [0.01, 0.02] },
            "push.nic2": { "tx_mbit_s": [1.25, 0], "rx_mbit_s": [0.01, 0] }
          },
          "connections": {
            "push-server": { "transport": "mptcp", "fallback": false, "subflows": 4, "goodput_mbit_s": 2.1,
              "retransmitted_segments": 12 },
            "client-server": { "transport": "mptcp", "fallback": true, "subflows": 1, "goodput_mbit_s": 2.1,
              "retransmitted_segments": 0 }
          },
          "players": {
            "client": { "startup_s": 1.25, "stalls": 0, "stall_time_s": 0, "longest_gap_s": 0.731,
              "gap_after_event_s": [0.731],
                        "frames_received": 2498, "frames_sent": 2500 }
          }
        }
        """;

    private static readonly ServiceProvider _composition = CompositionRoot.Build(plugIns: null);

    private readonly StringBuilder _out = new();
    private readonly StringBuilder _error = new();

    public Func<ScenarioDefinition, RunOutcome>? Behaviour { get; init; }

    public bool Colours { get; init; }

    public string Out => _out.ToString();

    public string Error => _error.ToString();

    public ScenarioDefinition? Scenario { get; private set; }

    public RunRequest? Request { get; private set; }

    public static RunOutcome Outcome(params ExpectationOutcome[] expectations) => new()
    {
        Folder = "results/runs/handover/1",
        Summary = JsonElement.Parse(Summary),
        Expectations = expectations,
        Files = ["report.html", "figures/nic-rates.png"],
    };

    public int Invoke(params string[] arguments)
    {
        // Away from the checkout, so that only the copies of the scenarios beside the program are found.
        ScenarioFiles files = new(Path.GetTempPath(), TestContext.CurrentContext.TestDirectory);
        ListedKind[] kinds =
        [
            new("schedulers", [new("blest", "blocks nobody"), new("round-robin", "one after the other")]),
            new("profiles", [new("linux-6.18", "mainline")]),
        ];
        Catalogue catalogue = _composition.GetRequiredService<Catalogue>();
        SimulatorServices services = new(kinds, files, ScenarioCase.Reader(), this, new SweepService(_composition), new Doctor(catalogue), catalogue);
        Terminal terminal = new(new StringWriter(_out), new StringWriter(_error), Colours);
        return new SimulatorCommand(services, terminal, CancellationToken.None).Invoke(arguments);
    }

    public RunOutcome Run(ScenarioDefinition scenario, RunRequest request, CancellationToken cancellation)
    {
        Scenario = scenario;
        Request = request;
        return Behaviour?.Invoke(scenario) ?? Outcome();
    }

    public LinkKind LinksOfKernels(ScenarioDefinition scenario) => LinkKind.Simulated;
}
