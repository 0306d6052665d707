using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using System.Threading;
using Experiments.Composition;
using Experiments.Scenario;
using Experiments.Sweep;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Results.Figures;
using Results.Recording;

namespace Tests.Sweep;

/// <summary>A small sweep of real runs in a folder that is removed afterwards.</summary>
internal sealed class SweepCase : ISweepObserver, IDisposable
{
    /// <summary>Two seconds of a lossy transfer: what comes out depends on the seed.</summary>
    public const string Scenario = """
        name: lossy
        duration: 2 s
        links:
          - { name: core, between: [a, b], rate: 2 Mbit/s, delay: 5 ms, queue: 50 ms, loss: 2 % }
        hosts:
          a: { nics: { nic1: core } }
          b: { nics: { nic1: core } }
        stack: { transport: tcp, congestion: reno }
        applications:
          - { name: bulk, kind: bulk, from: a, to: b, bytes: unlimited }
        sweep:
          parameters:
            links.core.delay: [5 ms, 20 ms]
            stack.congestion: [reno, cubic]
          repetitions: 3

        """;

    /// <summary>A stream of one recording or another.</summary>
    public const string Streaming = """
        name: lossy
        duration: 2 s
        isps: { isp1: { rate: 10 Mbit/s, delay: 5 ms, queue: 50 ms } }
        hosts:
          push: { nics: { nic1: isp1 } }
          server: { nics: { nic1: isp1 } }
        applications:
          - { name: server, kind: rtmp-server, host: server }
          - { name: push, kind: rtmp-push, host: push, to: rtmp://server/live/stream, media: a.flv, loop: true }
        sweep: { parameters: { applications.push.media: [a.flv, b.flv] } }

        """;

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"sweep-test-{Guid.NewGuid():N}");
    private readonly string _file;
    private readonly ServiceProvider _services = CompositionRoot.Build(plugIns: null);

    private CancellationTokenSource? _interrupt;
    private int _atStart;

    public SweepCase(string text = Scenario)
    {
        Directory.CreateDirectory(_folder);
        _file = Path.Combine(_folder, "lossy.yaml");
        File.WriteAllText(_file, text);
    }

    /// <summary>How many runs this case has finished so far.</summary>
    public int Runs { get; private set; }

    /// <summary>Signalled after this many runs; null for never.</summary>
    public int? InterruptAfter { get; init; }

    /// <summary>Done when all is planned and before the first run.</summary>
    public Action? BeforeRuns { get; init; }

    public string PathOf(string name) => Path.Combine(_folder, name);

    public SweepPlan Plan(params string[] sets)
    {
        IReadOnlyList<ScenarioOverride> overrides = Tests.Scenario.ScenarioCase.Overrides(sets);
        return new SweepService(_services).Plan(_file, overrides, out _);
    }

    /// <summary>The errors that planning gives, one a line.</summary>
    public string ErrorsOf(params string[] sets) =>
        string.Join('\n', Assert.Throws<ScenarioException>(() => Plan(sets))!.Errors);

    public SweepOutcome Run(string folder, Func<SweepRequest, SweepRequest>? change = null, params string[] sets)
    {
        SweepRequest request = new() { Command = "simulator sweep", RunCommand = ["simulator", "run", "x"], OutputFolder = PathOf(folder), Jobs = 1 };
        using CancellationTokenSource interrupt = new();
        _interrupt = interrupt;
        _atStart = Runs;
        return new SweepService(_services).Run(Plan(sets), change?.Invoke(request) ?? request, this, interrupt.Token);
    }

    public string HashOf(string folder) =>
        Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(PathOf(folder), SweepReport.TableName))));

    public RunTable Table(string folder) => RunsParquet.Read(Path.Combine(PathOf(folder), SweepReport.TableName), _ => true);

    public IReadOnlyList<double?> Numbers(string folder, string column) => Table(folder).Find(column)!.Numbers;

    public IReadOnlyList<string?> Texts(string folder, string column) => Table(folder).Find(column)!.Texts;

    public void Planned(int runs, int finished) => BeforeRuns?.Invoke();

    public void Finished(SweepRun run, string? failure)
    {
        Runs++;
        if (Runs - _atStart == InterruptAfter)
        {
            _interrupt!.Cancel();
        }
    }

    public void Dispose()
    {
        _services.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
