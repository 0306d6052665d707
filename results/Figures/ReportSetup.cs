using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Results.Recording;

namespace Results.Figures;

/// <summary>The second half of a report: what was run, how to run it again, and what it cost.</summary>
internal static class ReportSetup
{
    public static void WriteScenario(HtmlText page, RunRecord run)
    {
        page.Element("h2", "The scenario");
        page.Bullets(run.Topology);
        page.Bullets([.. run.Sources.Where(source => source.Media is not null)
            .Select(source => $"{source.Name} sends {source.Media}")]);
        if (run.Events.Count > 0)
        {
            page.Element("h3", "Timeline");
            page.Bullets([.. run.Events.Select(entry => Text($"{entry.At.Seconds:0.###} s: {entry.Text}"))]);
        }

        foreach (HostRecord host in run.Hosts)
        {
            page.Element("h3", host.Stack is null ? host.Name : $"{host.Name} ({host.Stack})");
            page.Bullets(host.Interfaces);
            page.Code(host.Routing);
        }

        page.Raw("<details><summary>The whole scenario, every default filled in</summary>");
        page.Code([JsonLayout.Indent(run.ScenarioJson)]);
        page.Raw("</details>");
    }

    public static void WriteRepeat(HtmlText page, RunRecord run)
    {
        page.Element("h2", "How to repeat it");
        page.Code(run.Command.Length > 0 ? [run.Command] : []);
        page.Element("p", run.Fingerprint is null
            ? "The run was in real time: another one will be like it, not equal to it."
            : "The same version with the same scenario and seed gives the same run, on any machine:");
        if (run.Fingerprint is RunFingerprint fingerprint)
        {
            page.Code(
            [
                $"events    {fingerprint.Events}",
                $"nics      {fingerprint.Nics}",
                $"playback  {fingerprint.Playback}",
            ]);
        }

        page.Bullets([.. run.Versions.Select(version => $"{version.Key}: {version.Value}")]);
    }

    public static void WriteCost(HtmlText page, EngineRecord engine)
    {
        page.Element("h2", "What it cost");
        List<string> lines =
        [
            $"{HtmlText.Count(engine.Events)} events, {HtmlText.Count(engine.PacketHops)} packet-hops",
            Text($"{engine.CpuSeconds:0.00} s of processor time in {engine.WallSeconds:0.00} s"),
            Text($"at most {engine.PeakRssBytes / 1e6:0} MB of memory"),
        ];
        if (engine.Lateness is LatenessRecord lateness)
        {
            lines.Add(Text(
                $"late by {lateness.P50Microseconds:0} us in the median and {lateness.MaxMicroseconds:0} us at most"));
        }

        page.Bullets(lines);
    }

    private static string Text(System.FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
