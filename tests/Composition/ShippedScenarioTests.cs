using System.Collections.Generic;
using System.IO;
using System.Linq;
using Experiments.Composition;
using NUnit.Framework;
using Tests.Support;

namespace Tests.Composition;

/// <summary>The examples are promises: each of them runs, and what it expects holds.</summary>
public class ShippedScenarioTests
{
    private static IEnumerable<string> Names =>
        Directory.GetFiles(TestRuns.Scenarios(), "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)!).Order();

    [TestCaseSource(nameof(Names))]
    public void Every_shipped_scenario_runs_and_its_expectations_hold(string name)
    {
        using TestRuns runs = new();
        RunOutcome outcome = runs.Run(name);
        Assert.That(
            outcome.Expectations.Where(expectation => !expectation.Holds)
                .Select(expectation => $"{expectation.Text} (found {expectation.Value}) {expectation.Problem}"),
            Is.Empty);
    }
}
