using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Text.Json;
using Protocols.Core;
using Results.Figures;
using Results.Recording;
using Results.Statistics;

namespace Experiments.Composition.Live;

/// <summary>Writes what was recorded of a role as the results of a run.</summary>
internal static class LiveRecords
{
    /// <summary>Writes and publishes the folder.</summary>
    /// <returns>The files worth looking at first, and why there is no report; null when there is one.</returns>
    /// <exception cref="ResultsException">A file cannot be written.</exception>
    public static (IReadOnlyList<string> Files, string? WhyNoReport) Write(
        RunFolder folder, LiveRecorder recorder, ILiveRole role, LiveSettings settings)
    {
        RunRecord record = Of(recorder, role, settings);
        RunSummary summary = RunSummary.Of(record);
        RunFiles.Write(record, folder);
        folder.Write(SummaryJson.Name, stream => SummaryJson.Write(record, summary, [], stream));
        string? unwritten = RunReport.TryWrite(record, summary, [], folder);
        folder.Publish();
        return ([Path.Combine(folder.Path, unwritten is null ? ReportWriter.Name : SummaryJson.Name)], unwritten);
    }

    private static RunRecord Of(LiveRecorder recorder, ILiveRole role, LiveSettings settings)
    {
        const string Host = "host";
        Duration duration = Duration.Max(recorder.EndedAt - recorder.StartedAt, Duration.FromMilliseconds(1));
        Instant end = Instant.Zero + duration;
        string transport = settings.Transport == Sim.Emulation.KernelTransport.Mptcp ? "mptcp" : "tcp";
        return new RunRecord
        {
            Scenario = role.Name,
            Description = role.Title,
            ScenarioJson = JsonSerializer.Serialize(new Dictionary<string, string>
            {
                ["role"] = role.Name,
                ["what"] = role.Title,
                ["transport"] = transport,
            }),
            Seed = 0,
            Duration = duration,
            Interval = recorder.Interval,
            Stack = "kernel",
            Command = settings.Command,
            Versions = RunRecords.Versions(),
            Hosts = [new HostRecord { Name = Host, Stack = $"kernel, {transport}", Interfaces = recorder.InterfaceLines }],
            Phases = [new RunPhase(Instant.Zero, end, "live")],
            Nics = [.. recorder.Nics],
            Connections = [.. recorder.Connections],
            Sources = role.ToSource(Host) is { } source ? [source] : [],
            Players = role.ToPlayer(Host, recorder.StartedAt, recorder.EndedAt) is { } player ? [player] : [],
            Engine = new EngineRecord(
                Events: 0,
                PacketHops: 0,
                Environment.CpuUsage.TotalTime.TotalSeconds,
                duration.Seconds,
                Process.GetCurrentProcess().PeakWorkingSet64),
            Notices = role.Failure is { } failure ? [$"{role.Name} ended early: {failure}"] : [],
        };
    }
}
