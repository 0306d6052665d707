using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Experiments.Scenario.Records;
using Protocols.Core;

namespace Experiments.Scenario.Reading;

/// <summary>Reads a trace from a file: instants in Mahimahi's format, or a table with the header <c>time_s,rate_mbit_s</c>.</summary>
internal sealed class TraceFileReader(ReadingContext context)
{
    private const string Header = "time_s,rate_mbit_s";

    // More than any recorded trace has: 12 Gbit/s for ten seconds, or a day of steps of 10 ms.
    private const int MostLines = 10_000_000;

    // As many days as virtual time has.
    private const double LongestSeconds = 106 * 86_400.0;
    private const double HighestMegabits = 1e6;

    /// <summary>Reads the file that a field names; null if there is none or it is wrong.</summary>
    /// <param name="field">The name; relative to the scenario's folder.</param>
    /// <param name="repeat">After what time a table begins again.</param>
    /// <param name="repeatField">Where that was said.</param>
    public TraceDefinition? Read(Field field, Duration? repeat, Field repeatField)
    {
        if (context.Values.Text(field) is not string name)
        {
            return null;
        }

        string[] lines;
        try
        {
            lines = [.. File.ReadLines(Path.Combine(context.Folder, name)).Take(MostLines + 1)];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            context.Log.Add(field.At, $"{field.Path}: cannot read '{name}': {failure.Message}");
            return null;
        }

        if (lines.Length > MostLines)
        {
            context.Log.Add(field.At, string.Create(
                CultureInfo.InvariantCulture, $"{field.Path}: '{name}' has more than {MostLines} lines"));
            return null;
        }

        bool isTable = lines.Length > 0 && lines[0].Trim() == Header;
        if (!isTable && repeat is not null)
        {
            context.Log.Add(
                repeatField.At, $"{repeatField.Path}: '{name}' is a list of instants, which begins again after its last; leave this out");
            return null;
        }

        return isTable ? Table(name, lines, repeat) : Deliveries(name, lines);
    }

    private TraceDefinition.Deliveries? Deliveries(string name, string[] lines)
    {
        List<long> instants = new(lines.Length);
        for (int i = 0; i < lines.Length; i++)
        {
            string text = lines[i].Trim();
            if (text.Length == 0 && i == lines.Length - 1)
            {
                break;
            }

            bool isNumber = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long instant)
                && instant <= LongestSeconds * 1000;
            if (!isNumber)
            {
                return Refuse<TraceDefinition.Deliveries>(
                    name, i, $"'{text}' is not a whole number of milliseconds; a file of rates begins with the line '{Header}'");
            }

            if (instants.Count > 0 && instant < instants[^1])
            {
                return Refuse<TraceDefinition.Deliveries>(name, i, $"'{text}' is earlier than the line before it");
            }

            instants.Add(instant);
        }

        return instants.Count > 0 && instants[^1] > 0
            ? new TraceDefinition.Deliveries(name, instants)
            : Refuse<TraceDefinition.Deliveries>(name, Math.Max(instants.Count - 1, 0), "a trace ends later than 0 ms");
    }

    private TraceDefinition.Table? Table(string name, string[] lines, Duration? repeat)
    {
        List<TraceStep> steps = new(lines.Length);
        for (int i = 1; i < lines.Length; i++)
        {
            string[] cells = lines[i].Split(',');
            if (lines[i].Trim().Length == 0 && i == lines.Length - 1)
            {
                break;
            }

            if (cells.Length != 2 || !TryNumber(cells[0], LongestSeconds, out double seconds)
                || !TryNumber(cells[1], HighestMegabits, out double megabits))
            {
                return Refuse<TraceDefinition.Table>(
                    name, i, $"'{lines[i]}' is not a time in seconds and a rate in Mbit/s, such as '1.5,8.2'");
            }

            steps.Add(new TraceStep(Duration.FromSeconds(seconds), BitRate.FromMegabitsPerSecond(megabits)));
        }

        return TraceCheck.Complaint(steps, repeat) is string complaint
            ? Refuse<TraceDefinition.Table>(name, 0, complaint)
            : new TraceDefinition.Table(name, steps, repeat);
    }

    private static bool TryNumber(string text, double largest, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && number >= 0 && number <= largest;

    private T? Refuse<T>(string name, int line, string message)
        where T : class
    {
        context.Log.Add(new SourcePosition(name, line + 1, 1), message);
        return null;
    }
}
