using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using NUnit.Framework;

namespace Tests.Support;

/// <summary>A program of the machine that judges what we wrote.</summary>
internal static class ExternalTool
{
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(1);

    public static bool Exists(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, name)));

    /// <summary>
    /// Runs a program to its end and gives what it printed, line by line. A failure of the program fails the test.
    /// </summary>
    public static string[] Run(string name, IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(name, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        string errors = "";
        process.ErrorDataReceived += (_, line) => errors += line.Data + Environment.NewLine;
        process.BeginErrorReadLine();
        string output = process.StandardOutput.ReadToEnd();
        Assert.That(process.WaitForExit(_limit), Is.True, $"{name} did not end");
        Assert.That(process.ExitCode, Is.Zero, errors);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
