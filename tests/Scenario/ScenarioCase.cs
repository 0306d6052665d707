using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Experiments.Scenario;
using Experiments.Scenario.Records;

namespace Tests.Scenario;

/// <summary>A valid scenario that a test changes in one place, and the position of the mark it leaves there.</summary>
internal sealed class ScenarioCase : IMediaCheck
{
    /// <summary>Stands in a changed text in front of the character that the error must point at.</summary>
    public const char Mark = '¦';

    public const string File = "case.yaml";

    public const string Valid = """
        duration: 100 s
        isps:
          isp1: { rate: 10 Mbit/s, delay: 5 ms, queue: 50 ms }
          isp2: { rate: 10 Mbit/s, delay: 5 ms, queue: 50 ms }
        peerings:
          - { between: [isp1, isp2], rate: 1 Gbit/s, delay: 1 ms }
        hosts:
          push:   { nics: { nic1: isp1, nic2: isp2 } }
          server: { nics: { nic1: isp1, nic2: isp2 } }
          client: { nics: { nic1: isp1 } }
        stack: { congestion: cubic }
        applications:
          - { name: server, kind: rtmp-server, host: server }
          - { name: push, kind: rtmp-push, host: push, to: rtmp://server/live/stream, media: synthetic }
          - { name: client, kind: rtmp-client, host: client, from: rtmp://server/live/stream }
        timeline:
          - { at: 25 s, block: isp2 }
        record: { interval: 100 ms }

        """;

    public static KnownNames Known { get; } = new()
    {
        Profiles = ["linux-6.18", "linux-mptcp-0.95"],
        CongestionControls = ["balia", "bbr", "cubic", "lia", "olia", "reno"],
        Schedulers = ["blest", "default", "ecf", "redundant", "round-robin"],
        PathManagers = ["default", "fullmesh", "ndiffports"],
        Sysctls = ["net.ipv4.tcp_rmem", "net.mptcp.stale_loss_cnt"],
        QueueDisciplines = ["codel", "droptail", "fq-codel", "red", "tbf"],
        Middleboxes = ["coalesce", "corrupt", "drop-mptcp-syn", "nat44", "rewrite-sequence", "split", "strip-mptcp"],
        MediaSources = ["synthetic"],
    };

    public MediaVerdict Verdict { get; init; } = new();

    /// <summary>Replaces one piece of the valid scenario, which must occur exactly once.</summary>
    public static string With(string old, string changed)
    {
        if (Valid.Split(old).Length != 2)
        {
            throw new ArgumentException($"'{old}' does not stand exactly once in the scenario.", nameof(old));
        }

        return Valid.Replace(old, changed, StringComparison.Ordinal);
    }

    /// <summary>Reads a text without its mark.</summary>
    public static ScenarioReading Read(string text, params string[] overrides) =>
        Reader().ReadText(text.Replace(Mark.ToString(), "", StringComparison.Ordinal), File, Overrides(overrides));

    public static ScenarioDefinition ReadValid(string text, params string[] overrides)
    {
        ScenarioReading reading = Read(text, overrides);
        return reading.Scenario ?? throw new InvalidDataException(string.Join('\n', reading.Errors));
    }

    public static ScenarioReader Reader() => new(Known, new ScenarioCase());

    public static IReadOnlyList<ScenarioOverride> Overrides(params string[] overrides) =>
    [
        .. overrides.Select((text, i) => ScenarioOverride.TryParse(
            text, string.Create(CultureInfo.InvariantCulture, $"--set #{i + 1}"), out ScenarioOverride? result)
            ? result
            : throw new ArgumentException($"'{text}' is no override.", nameof(overrides))),
    ];

    /// <summary>The position of the mark as an error prints it.</summary>
    public static string PositionOfMark(string text)
    {
        string before = text[..text.IndexOf(Mark, StringComparison.Ordinal)];
        int line = before.Count(c => c == '\n') + 1;
        int column = before.Length - (before.LastIndexOf('\n') + 1) + 1;
        return string.Create(CultureInfo.InvariantCulture, $"{File}:{line}:{column}");
    }

    public MediaVerdict Check(string path) => Verdict;
}
