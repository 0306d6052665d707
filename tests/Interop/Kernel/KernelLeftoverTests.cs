using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using NUnit.Framework;

namespace Tests.Interop.Kernel;

/// <summary>What is left of a run on real kernels that was killed: nothing.</summary>
[Category("Tools")]
public class KernelLeftoverTests
{
    private const string Scenario = """
        name: killed
        duration: 100 s
        isps:
          isp1: { rate: 10 Mbit/s, queue: 50 ms }
          isp2: { rate: 10 Mbit/s, queue: 50 ms }
        hosts:
          push:   { nics: { nic1: isp1, nic2: isp2 } }
          server: { nics: { nic1: isp1, nic2: isp2 } }
          client: { nics: { nic1: isp1, nic2: isp2 } }
        stack: { kind: kernel }
        applications:
          - { name: first, kind: bulk, from: push, to: server, bytes: unlimited }
          - { name: second, kind: bulk, from: server, to: client, bytes: unlimited }
        """;

    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(60);

    [SetUp]
    public void Require() => KernelPeer.Require();

    [TestCase("real")]
    [TestCase("simulated")]
    public void A_run_that_is_killed_leaves_no_namespace_no_interface_and_no_process(string links)
    {
        string before = InterfacesOfTheMachine();
        string results = Directory.CreateTempSubdirectory("simulator-killed-").FullName;
        using Process run = Start(links, Path.Combine(results, "run"));
        HashSet<string> namespaces = [];
        Assert.That(SpinWait.SpinUntil(() => (namespaces = ForeignNamespacesOf(run.Id)).Count >= 3, _deadline), "no namespaces appeared");

        run.Kill();
        run.WaitForExit();

        Assert.That(SpinWait.SpinUntil(() => !IsAnyoneIn(namespaces), _deadline), "something still holds a namespace of the run");
        Assert.That(InterfacesOfTheMachine(), Is.EqualTo(before));
        Assert.That(Directory.Exists(Path.Combine(results, "run")), Is.False, "half a result was published");
        Directory.Delete(results, recursive: true);
    }

    private static Process Start(string links, string folder)
    {
        string scenario = folder + ".yaml";
        File.WriteAllText(scenario, Scenario);
        string program = Path.Combine(AppContext.BaseDirectory, "simulator.dll");
        return Process.Start(new ProcessStartInfo(
            "dotnet", [program, "run", scenario, "--quiet", "--set", $"stack.links={links}", "--out", folder]))!;
    }

    /// <summary>The namespaces that a process holds open besides the one it lives in.</summary>
    private static HashSet<string> ForeignNamespacesOf(int process)
    {
        string? own = LinkOf($"/proc/{process}/ns/net");
        return [.. FilesOf($"/proc/{process}/fd").Select(LinkOf).OfType<string>().Where(link => link.StartsWith("net:", StringComparison.Ordinal) && link != own)];
    }

    private static bool IsAnyoneIn(HashSet<string> namespaces) => Directory.EnumerateDirectories("/proc")
        .Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0]))
        .SelectMany(folder => FilesOf($"{folder}/fd").Append($"{folder}/ns/net"))
        .Select(LinkOf).OfType<string>().Any(namespaces.Contains);

    // Processes come and go while one looks.
    private static string[] FilesOf(string folder)
    {
        try
        {
            return Directory.GetFileSystemEntries(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string? LinkOf(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // Those of the kinds that a run makes; the machine may have others that come and go.
    private static string InterfacesOfTheMachine() => string.Join(' ', Directory.GetFileSystemEntries("/sys/class/net")
        .Select(Path.GetFileName).Where(name => name!.StartsWith("nic", StringComparison.Ordinal) || name.StartsWith("port", StringComparison.Ordinal)));
}
