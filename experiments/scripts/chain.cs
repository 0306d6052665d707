#:project ../Experiments.csproj
#:property PublishAot=false
#:property TieredCompilationQuickJit=false

// A scenario built in code, swept and plotted - goodput over lossy links: dotnet run -c Release experiments/scripts/chain.cs
using System.IO;
using System.Linq;
using Experiments.Cli;
using Results.Figures;
using Results.Recording;

const string Goodput = "connections.bulk.goodput_mbit_s";
int[] lengths = [1, 2, 4, 8];
Chart chart = new()
{
    FileName = "chain", Kind = ChartKind.Lines, Title = "Goodput over a chain of lossy links", Note = "Lines: means of all seeds.",
    X = new ChartAxis("links in the chain", (double[])[.. lengths]), ValueLabel = "goodput in Mbit/s", SeriesLabel = "",
    Series = [new ChartSeries("", [.. lengths.Select(hops => new ChartPoint(hops, MeanOver(hops), double.NaN, double.NaN))])],
};
File.WriteAllBytes("chain.png", ChartRenderer.Png(chart));

double MeanOver(int hops)
{
    string[] nodes = ["a", .. Enumerable.Range(1, hops - 1).Select(i => $"r{i}"), "b"];
    string links = string.Join("\n", nodes.Zip(nodes.Skip(1), (from, to) =>
        $"  - {{ name: {from}-{to}, between: [{from}, {to}], rate: 10 Mbit/s, delay: 5 ms, queue: 50 ms, loss: 0.2 % }}"));
    Directory.CreateDirectory("results/chain");
    File.WriteAllText($"results/chain/chain-{hops}.yaml", $$"""
        duration: 20 s
        routers: [{{string.Join(", ", nodes[1..^1])}}]
        links:
        {{links}}
        hosts: { a: { nics: { nic1: {{nodes[0]}}-{{nodes[1]}} } }, b: { nics: { nic1: {{nodes[^2]}}-{{nodes[^1]}} } } }
        applications: [{ name: bulk, kind: bulk, from: a, to: b, bytes: unlimited, transport: tcp }]
        sweep: { parameters: { stack.congestion: [cubic] }, repetitions: 10 }
        """);
    SimulatorApp.Run(["sweep", $"results/chain/chain-{hops}.yaml", "--out", $"results/chain/{hops}", "--quiet", .. args]);
    return RunsParquet.Read($"results/chain/{hops}/{SweepReport.TableName}", name => name == Goodput).Columns[0].Numbers.Average() ?? 0;
}
