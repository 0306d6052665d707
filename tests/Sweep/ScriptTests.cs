using System;
using System.Diagnostics;
using System.IO;
using System.Runtime.CompilerServices;
using NUnit.Framework;

namespace Tests.Sweep;

/// <summary>The experiment scripts are built and run as their first lines say, shortened.</summary>
[Category("Slow")]
public class ScriptTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder()
    {
        _folder = Path.Combine(Path.GetTempPath(), $"script-test-{Guid.NewGuid():N}");
        Directory.CreateDirectory(_folder);
    }

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase("own-scheduler.cs", "--set=duration=12 s", "--repetitions=1")]
    [TestCase("own-congestion-control.cs", "--set=duration=12 s", "--repetitions=1")]
    public void A_part_of_ones_own_is_plugged_in_and_compared(string script, params string[] arguments)
    {
        string said = Run(script, arguments);
        Assert.That(said, Does.Match("15 of 15 runs finished|18 of 18 runs finished"));
        Assert.That(Directory.GetFiles(_folder, "*.png", SearchOption.AllDirectories), Is.Not.Empty);
    }

    [Test]
    public void A_scenario_built_in_code_is_swept_and_plotted()
    {
        Run("chain.cs", "--repetitions=1", "--set=duration=2 s");
        Assert.That(File.Exists(Path.Combine(_folder, "chain.png")), Is.True);
    }

    private string Run(string script, params string[] arguments)
    {
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string word in (string[])["run", "-c", "Release", PathOf(script), "--", .. arguments])
        {
            start.ArgumentList.Add(word);
        }

        using Process process = Process.Start(start)!;
        System.Threading.Tasks.Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, output + errors.Result);
        return output;
    }

    private static string PathOf(string script, [CallerFilePath] string here = "") =>
        Path.Combine(Directory.GetParent(here)!.Parent!.Parent!.FullName, "experiments", "scripts", script);
}
