using System;
using System.IO;
using System.Linq;
using NUnit.Framework;
using Results.Recording;
using Tests.Interop.Rtmp;
using Tests.Support;

namespace Tests.Interop.Failures;

/// <summary>A disk that is full, here a small file system in memory: what was finished is whole, and nothing is there by halves.</summary>
[Category("Tools")]
public class FullDiskTests
{
    // Its numbers take 27 kB on disk, with the figures and the report it is 140 kB.
    private const string Scenario = """
        name: disk
        duration: 2 s
        isps: { isp: { rate: 10 Mbit/s, delay: 5 ms, queue: 50 ms } }
        hosts: { a: { nics: { nic: isp } }, b: { nics: { nic: isp } } }
        applications: [{ name: bulk, kind: bulk, from: a, to: b, bytes: unlimited }]
        sweep: { repetitions: 40 }
        """;

    private string _folder = "";

    [SetUp]
    public void Prepare()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess || !ExternalTool.Exists("unshare"))
        {
            Assert.Ignore("a file system of a test's own takes root and unshare");
        }

        _folder = Directory.CreateTempSubdirectory("simulator-disk-").FullName;
        File.WriteAllText(Path.Combine(_folder, "disk.yaml"), Scenario);
    }

    [TearDown]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void A_run_whose_report_does_not_fit_keeps_its_numbers_and_ends_with_1()
    {
        using ForeignProgram run = Start("96k", "run");

        Assert.That(run.WaitForEnd(), Is.EqualTo(1), run.Output);
        Assert.That(run.Output, Does.Contain("No space left on device").And.Contain("the run's numbers are kept; once there is space, 'simulator report "));
        RunRecord kept = RunReader.Read(Kept("r"));
        Assert.That(kept.Connections.Single().BytesDelivered, Is.Positive);
        Assert.That(Files(), Does.Contain("r/summary.json").And.None.Contains("figures").And.None.Contains("report").And.None.Contains("partial"));
    }

    [Test]
    public void A_run_whose_numbers_do_not_fit_leaves_nothing_and_ends_with_2()
    {
        using ForeignProgram run = Start("16k", "run");

        Assert.That(run.WaitForEnd(), Is.EqualTo(2), run.Output);
        Assert.That(run.Output.Trim(), Does.StartWith("Cannot write results to ").And.Contain("No space left on device"));
        Assert.That(Files(), Is.Empty);
    }

    [Test]
    public void A_sweep_keeps_every_run_that_was_finished_and_goes_on_with_them_elsewhere()
    {
        using ForeignProgram sweep = Start("96k", "sweep");

        Assert.That(sweep.WaitForEnd(), Is.EqualTo(2), sweep.Output);
        Assert.That(sweep.Output, Does.Contain("No space left on device"));
        string[] finished = [.. Files().Where(file => file.StartsWith("r/finished/", StringComparison.Ordinal))];
        Assert.That(finished, Has.Length.InRange(5, 39).And.All.EndsWith(".json"));

        using ForeignProgram again = SimulatorProcess.Start("sweep", Path.Combine(_folder, "disk.yaml"), "--out", Kept("r"), "--quiet");
        Assert.That(again.WaitForEnd(), Is.Zero, again.Output);
        Assert.That(Files().Count(file => file.StartsWith("r/finished/", StringComparison.Ordinal)), Is.EqualTo(40));
    }

    // The file system is gone with the namespace of its mount, so what it holds is copied out at the end.
    private ForeignProgram Start(string size, string verb) => ForeignProgram.Start("unshare",
    [
        "--mount",
        "sh",
        "-c",
        $"""
        mkdir "{_folder}/disk" "{_folder}/kept" && mount -t tmpfs -o size={size} none "{_folder}/disk" || exit 99
        dotnet "{SimulatorProcess.Program}" {verb} "{_folder}/disk.yaml" --out "{_folder}/disk/r" --quiet
        code=$?
        cp -r "{_folder}/disk/." "{_folder}/kept"
        exit $code
        """,
    ]);

    private string Kept(string name) => Path.Combine(_folder, "kept", name);

    private string[] Files() =>
    [
        .. Directory.EnumerateFiles(Kept(""), "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
            .Select(file => Path.GetRelativePath(Kept(""), file)),
    ];
}
