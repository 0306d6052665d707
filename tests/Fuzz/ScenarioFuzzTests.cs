using System;
using System.Linq;
using Experiments.Composition;
using NUnit.Framework;
using Protocols.Core;
using Results.Recording;
using Tests.Support;

namespace Tests.Fuzz;

/// <summary>
/// Whatever a scenario combines, it runs to its end, the same with and without a capture, and once all failures are over every
/// transfer goes on whose data nothing changed.
/// </summary>
/// <remarks>Another seed: <c>--test-parameter seed=7</c>. The run of five hundred scenarios is in the category Fuzz.</remarks>
public class ScenarioFuzzTests
{
    // What a bulk transfer brings at least in the second half: one initial window is more.
    private const long LeastBytes = 5_000;

    [TestCase(12)]
    [TestCase(500, Category = "Fuzz", Explicit = true, Reason = "Takes minutes: make fuzz.")]
    public void Every_transfer_goes_on_after_the_failures(int count)
    {
        ulong seed = TestContext.Parameters.Get("seed", 1UL);
        TestContext.Out.WriteLine($"repeat with --test-parameter seed={seed}");
        for (int i = 0; i < count; i++)
        {
            RandomScenario scenario = new(new RandomStream(seed).Fork($"scenario {i}"));
            try
            {
                Check(scenario, withCapture: i % 3 == 0);
            }
            catch (Exception error)
            {
                Assert.Fail($"scenario {i}: {error}\n{scenario.Text}");
            }
        }
    }

    private static void Check(RandomScenario scenario, bool withCapture)
    {
        using TestRuns runs = new();
        RunOutcome outcome = runs.RunText(scenario.Text);
        RunRecord run = RunReader.Read(outcome.Folder);
        foreach (string name in scenario.KeepsData ? (string[])["up", "down"] : [])
        {
            ConnectionRecord connection = run.Connections.Single(connection => connection.Name == name);
            Assert.That(BytesInSecondHalf(connection), Is.GreaterThan(LeastBytes), name);
        }

        if (withCapture)
        {
            Assert.That(Fingerprint(runs.RunText(scenario.Text + "record: { pcap: all }\n")), Is.EqualTo(Fingerprint(outcome)));
        }
    }

    private static long BytesInSecondHalf(ConnectionRecord connection)
    {
        Instant from = Instant.Zero + Duration.FromSeconds(RandomScenario.End / 2);
        return connection.Samples[^1].DeliveredBytes - connection.Samples.Last(sample => sample.At <= from).DeliveredBytes;
    }

    private static string Fingerprint(RunOutcome outcome) => outcome.Summary.GetProperty("fingerprint").GetRawText();
}
