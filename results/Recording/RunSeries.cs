using System;
using System.Collections.Generic;

namespace Results.Recording;

/// <summary>The series of a run as read from its CSV files, by the names that tell them apart there.</summary>
internal sealed class RunSeries
{
    private RunSeries()
    {
    }

    public required Dictionary<string, List<NicSample>> Nics { get; init; }

    public required Dictionary<string, List<LinkSample>> Links { get; init; }

    public required Dictionary<string, List<ConnectionSample>> Connections { get; init; }

    public required Dictionary<(string Connection, int Subflow), List<SubflowSample>> Subflows { get; init; }

    public required Dictionary<string, List<PlaybackEntry>> Players { get; init; }

    public static RunSeries Read(string folder) => new()
    {
        Nics = Group(
            CsvReader.Read(folder, NicsCsv.Name, NicsCsv.Header),
            row => row.Text(1),
            row => new NicSample(
                row.Instant(0), row.Integer(2), row.Integer(3), row.Integer(4), row.Integer(5), row.Integer(6))),
        Links = Group(
            CsvReader.Read(folder, LinksCsv.Name, LinksCsv.Header),
            row => row.Text(1),
            row => new LinkSample(row.Instant(0), row.Integer(2), row.Integer(3), row.Integer(4), row.Integer(5))),
        Connections = Group(
            CsvReader.Read(folder, ConnectionsCsv.Name, ConnectionsCsv.Header), row => row.Text(1), ConnectionSample),
        Subflows = Group(
            CsvReader.Read(folder, SubflowsCsv.Name, SubflowsCsv.Header),
            row => (row.Text(1), (int)row.Integer(2)),
            SubflowSample),
        Players = Group(
            CsvReader.Read(folder, PlaybackCsv.Name, PlaybackCsv.Header),
            row => row.Text(1),
            row => new PlaybackEntry(
                row.Instant(0),
                row.Integer(2),
                string.Intern(row.Text(3)),
                (int)row.Integer(4),
                row.Seconds(5),
                row.Seconds(6))),
    };

    private static ConnectionSample ConnectionSample(CsvRow row) => new(
        row.Instant(0),
        WrittenBytes: row.Integer(2),
        AckedBytes: row.Integer(3),
        DeliveredBytes: row.Integer(4),
        SendQueueBytes: row.Integer(5),
        OutOfOrderBytes: row.Integer(6),
        ReceiveWindowBytes: row.Integer(7),
        ReinjectedBytes: row.Integer(8),
        DuplicateBytes: row.Integer(9),
        Subflows: (int)row.Integer(10));

    private static SubflowSample SubflowSample(CsvRow row) => new(
        row.Instant(0),
        CwndPackets: (int)row.Integer(5),
        SsthreshPackets: row.OptionalInteger(6),
        Srtt: row.Milliseconds(7),
        Rto: row.Milliseconds(8),
        Backoff: (int)row.Integer(9),
        InFlightBytes: row.Integer(10),
        SentBytes: row.Integer(11),
        AckedBytes: row.Integer(12),
        RetransmittedSegments: row.Integer(13),
        Stale: row.Integer(14) != 0,
        ScheduledBytes: row.Integer(15));

    private static Dictionary<TKey, List<TSample>> Group<TKey, TSample>(
        IEnumerable<CsvRow> rows, Func<CsvRow, TKey> key, Func<CsvRow, TSample> sample)
        where TKey : notnull
    {
        Dictionary<TKey, List<TSample>> series = [];
        foreach (CsvRow row in rows)
        {
            TKey name = key(row);
            if (!series.TryGetValue(name, out List<TSample>? samples))
            {
                series.Add(name, samples = []);
            }

            samples.Add(sample(row));
        }

        return series;
    }
}
