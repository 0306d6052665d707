using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using Experiments.Composition;

namespace Experiments.Cli;

/// <summary>Tells in a few lines what came out of a run, from its summary.</summary>
public sealed class Verdict
{
    // A dumbbell has hundreds of NICs and connections; the files have them all.
    private const int MostLines = 12;

    private readonly Terminal _terminal;
    private readonly RunOutcome _outcome;
    private readonly JsonElement _summary;

    private Verdict(Terminal terminal, RunOutcome outcome)
    {
        _terminal = terminal;
        _outcome = outcome;
        _summary = outcome.Summary;
    }

    /// <summary>Writes the verdict to the terminal's output.</summary>
    public static void Write(Terminal terminal, RunOutcome outcome)
    {
        Verdict verdict = new(terminal, outcome);
        verdict.WriteHead();
        verdict.WriteRates();
        verdict.WriteConnections();
        verdict.WritePlayers();
        verdict.WriteExpectations();
        verdict.WriteFiles();
    }

    private void WriteHead()
    {
        string name = _summary.GetProperty("scenario").GetString()!;
        long seed = _summary.GetProperty("seed").GetInt64();
        string stack = _summary.GetProperty("stack").GetString()!;
        _terminal.Out.WriteLine(FormattableString.Invariant(
            $"{name}: {Number(_summary, "duration_s")} s, seed {seed}, stack {stack}"));
    }

    // One line per NIC and direction, one column per phase.
    private void WriteRates()
    {
        JsonElement[] phases = Items("phases");
        JsonProperty[] nics = Members("nics");
        if (nics.Length == 0 || phases.Length == 0)
        {
            return;
        }

        TextTable table = new();
        table.Add(["Mbit/s", "", .. phases.Select(phase => $"{Number(phase, "from_s")}-{Number(phase, "to_s")} s")]);
        if (phases.All(phase => phase.TryGetProperty("name", out _)))
        {
            table.Add(["", "", .. phases.Select(phase => phase.GetProperty("name").GetString()!)]);
        }

        foreach (JsonProperty nic in nics.Take(MostLines))
        {
            table.Add([nic.Name, "out", .. Rates(nic.Value, "tx_mbit_s")]);
            table.Add(["", "in", .. Rates(nic.Value, "rx_mbit_s")]);
        }

        _terminal.Out.WriteLine();
        table.Write(_terminal.Out);
        WriteRest(nics.Length, "NICs", "nics.csv");
    }

    private void WriteConnections()
    {
        JsonProperty[] connections = Members("connections");
        if (connections.Length == 0)
        {
            return;
        }

        _terminal.Out.WriteLine();
        foreach (JsonProperty connection in connections.Take(MostLines))
        {
            JsonElement value = connection.Value;
            string transport = value.GetProperty("transport").GetString()!;
            int subflows = value.GetProperty("subflows").GetInt32();
            string fallback = value.GetProperty("fallback").ValueKind == JsonValueKind.True ? ", fell back to TCP" : "";
            long resent = value.GetProperty("retransmitted_segments").GetInt64();
            _terminal.Out.WriteLine($"{connection.Name}: {transport}, {Count(subflows, "subflow")}{fallback}, "
                + $"{Number(value, "goodput_mbit_s")} Mbit/s, {Count(resent, "segment")} sent again");
        }

        WriteRest(connections.Length, "connections", "connections.csv");
    }

    private void WritePlayers()
    {
        JsonProperty[] players = Members("players");
        foreach (JsonProperty player in players.Take(MostLines))
        {
            JsonElement value = player.Value;
            int stalls = value.GetProperty("stalls").GetInt32();
            string began = value.GetProperty("startup_s").ValueKind == JsonValueKind.Number
                ? $"began after {Number(value, "startup_s")} s"
                : "never began to play";
            string stalled = stalls == 0 ? _terminal.Good("no stalls") : _terminal.Bad(
                $"{Count(stalls, "stall")} of {Number(value, "stall_time_s")} s");
            _terminal.Out.WriteLine();
            _terminal.Out.WriteLine($"{player.Name}: {began}, {stalled}, {Number(value, "frames_received")} of "
                + $"{Number(value, "frames_sent")} frames, longest gap {Number(value, "longest_gap_s")} s");
            string[] gaps = [.. value.GetProperty("gap_after_event_s").EnumerateArray().Select(Number)];
            if (gaps.Length > 0)
            {
                _terminal.Out.WriteLine(
                    $"  longest gap after each event: {string.Join(", ", gaps.Select(gap => $"{gap} s"))}");
            }
        }

        WriteRest(players.Length, "players", "summary.json");
    }

    private void WriteExpectations()
    {
        IReadOnlyList<ExpectationOutcome> all = _outcome.Expectations;
        if (all.Count == 0)
        {
            return;
        }

        int holding = all.Count(expectation => expectation.Holds);
        string text = FormattableString.Invariant($"{holding} of {Count(all.Count, "expectation")} {(all.Count == 1 ? "holds" : "hold")}");
        _terminal.Out.WriteLine();
        _terminal.Out.WriteLine(holding == all.Count ? _terminal.Good(text) : _terminal.Bad(text));
        foreach (ExpectationOutcome expectation in all.Where(expectation => !expectation.Holds))
        {
            string why = expectation.Problem
                ?? (expectation.Value is double value
                    ? FormattableString.Invariant($"it is {value:0.######}")
                    : "it is false");
            _terminal.Out.WriteLine($"  does not hold: {expectation.Text} ({why})");
        }
    }

    private void WriteFiles()
    {
        _terminal.Out.WriteLine();
        foreach (string file in _outcome.Files)
        {
            _terminal.Out.WriteLine(Path.Combine(_outcome.Folder, file));
        }

        if (_outcome.Files.Count == 0)
        {
            _terminal.Out.WriteLine(_outcome.Folder);
        }
    }

    private void WriteRest(int count, string what, string file)
    {
        if (count > MostLines)
        {
            _terminal.Out.WriteLine(FormattableString.Invariant($"and {count - MostLines} more {what} in {file}"));
        }
    }

    private JsonElement[] Items(string key) => [.. _summary.GetProperty(key).EnumerateArray()];

    private JsonProperty[] Members(string key) => [.. _summary.GetProperty(key).EnumerateObject()];

    private static IEnumerable<string> Rates(JsonElement nic, string key) =>
        nic.GetProperty(key).EnumerateArray()
            .Select(rate => rate.GetDouble().ToString("0.00", CultureInfo.InvariantCulture));

    private static string Count(long number, string what) =>
        FormattableString.Invariant($"{number} {what}{(number == 1 ? "" : "s")}");

    private static string Number(JsonElement parent, string key) => Number(parent.GetProperty(key));

    private static string Number(JsonElement value) => value.ValueKind == JsonValueKind.Number
        ? value.GetDouble().ToString("0.###", CultureInfo.InvariantCulture)
        : "?";
}
