using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Results.Recording;
using Results.Statistics;

namespace Results.Figures;

/// <summary>The tables of a report.</summary>
internal static class ReportTables
{
    // A topology of thousands of hosts has tables that nobody reads; all of it is in the CSV files.
    private const int MostRows = 40;

    public static void WriteRates(HtmlText page, RunRecord run, RunSummary summary)
    {
        List<IReadOnlyList<string>> rows = [];
        foreach (NicSummary nic in summary.Nics)
        {
            rows.Add([$"{nic.Key} out", .. nic.TxMegabitsPerSecond.Select(rate => HtmlText.Number(rate))]);
            rows.Add([$"{nic.Key} in", .. nic.RxMegabitsPerSecond.Select(rate => HtmlText.Number(rate))]);
        }

        string[] headings = ["Mbit/s", .. run.Phases.Select(Heading)];
        page.Table(headings, rows, MostRows);
    }

    public static void WritePlayers(HtmlText page, RunRecord run, RunSummary summary)
    {
        page.Table(
            [
                "player", "start-up s", "stalls", "stalled s", "longest wait s", "latest frame s", "frames", "of sent",
                "MB", "intact",
            ],
            [.. summary.Players.Select(Row)],
            MostRows);
        if (run.Events.Count > 0 && summary.Players.Count > 0)
        {
            page.Element("h3", "Longest wait for a frame after each event, in s");
            page.Table(
                ["event", .. summary.Players.Take(MostRows).Select(player => player.Name)],
                [.. run.Events.Select((entry, i) => EventRow(entry, i, summary))],
                MostRows);
        }

        static IReadOnlyList<string> Row(PlayerSummary player) =>
        [
            player.Name,
            HtmlText.Number(player.StartupSeconds),
            HtmlText.Count(player.Stalls),
            HtmlText.Number(player.StallTimeSeconds),
            HtmlText.Number(player.LongestGapSeconds),
            HtmlText.Number(player.MaxLatenessSeconds),
            HtmlText.Count(player.FramesReceived),
            HtmlText.Count(player.FramesSent),
            HtmlText.Megabytes(player.BytesReceived),
            player.MediaIntact switch { true => "yes", false => "no", null => "–" },
        ];
    }

    public static void WriteConnections(HtmlText page, RunSummary summary)
    {
        page.Table(
            ["connection", "transport", "subflows", "MB", "Mbit/s", "resent", "reinjected kB", "duplicate kB"],
            [.. summary.Connections.Select(Row)],
            MostRows);
        page.Element("h3", "Subflows (means of the round-trip time and of the window in packets)");
        page.Table(
            ["subflow", "sent MB", "delivered MB", "RTT ms", "window", "resent", "timeouts"],
            [.. summary.Connections.SelectMany(connection =>
                connection.Subflow.Select(subflow => SubflowRow(connection, subflow)))],
            MostRows);

        static IReadOnlyList<string> Row(ConnectionSummary connection) =>
        [
            connection.Name,
            connection.Fallback ? "tcp (fell back)" : connection.Transport,
            HtmlText.Count(connection.Subflows),
            HtmlText.Megabytes(connection.BytesDelivered),
            HtmlText.Number(connection.GoodputMegabitsPerSecond),
            HtmlText.Count(connection.RetransmittedSegments),
            HtmlText.Number(connection.ReinjectedBytes / 1e3, "0.0"),
            HtmlText.Number(connection.DuplicateBytes / 1e3, "0.0"),
        ];

        static IReadOnlyList<string> SubflowRow(ConnectionSummary connection, SubflowSummary subflow) =>
        [
            $"{connection.Name}: {subflow.Path ?? $"{subflow.Local} → {subflow.Remote}"}",
            HtmlText.Megabytes(subflow.SentBytes),
            HtmlText.Megabytes(subflow.DeliveredBytes),
            HtmlText.Number(subflow.MeanSrttMilliseconds, "0.0"),
            HtmlText.Number(subflow.MeanCwndPackets, "0.0"),
            HtmlText.Count(subflow.RetransmittedSegments),
            HtmlText.Count(subflow.Timeouts),
        ];
    }

    public static void WriteLinks(HtmlText page, RunSummary summary) => page.Table(
        ["link", "utilisation %", "packets", "dropped", "loss %", "mean queue ms"],
        [.. summary.Links.Select(link => (IReadOnlyList<string>)
        [
            link.Key,
            HtmlText.Number(100 * link.Utilisation, "0.0"),
            HtmlText.Count(link.SentPackets),
            HtmlText.Count(link.DroppedPackets),
            HtmlText.Number(100 * link.LossRatio),
            HtmlText.Number(link.MeanQueueMilliseconds),
        ])],
        MostRows);

    private static string Heading(RunPhase phase) =>
        string.Create(
            CultureInfo.InvariantCulture, $"{phase.From.Seconds:0.###}–{phase.To.Seconds:0.###} s, {phase.Name}");

    private static IReadOnlyList<string> EventRow(RunEvent entry, int index, RunSummary summary) =>
    [
        string.Create(CultureInfo.InvariantCulture, $"{entry.At.Seconds:0.###} s: {entry.Text}"),
        .. summary.Players.Take(MostRows).Select(player => HtmlText.Number(player.GapAfterEventSeconds[index])),
    ];
}
