using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Text;
using NUnit.Framework;
using Tests.Support;

namespace Tests.Interop.Rtmp;

/// <summary>A program that runs beside the test; it does not outlive it.</summary>
internal sealed class ForeignProgram : IDisposable
{
    // Only a hang takes so long.
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly string _name;
    private readonly StringBuilder _output = new();

    private ForeignProgram(string name, Process process)
    {
        _name = name;
        _process = process;
        process.OutputDataReceived += Collect;
        process.ErrorDataReceived += Collect;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>What it printed.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public bool HasEnded => _process.HasExited;

    /// <summary>Its number.</summary>
    public int Id => _process.Id;

    /// <summary>Starts it; skips the test where it is not installed.</summary>
    public static ForeignProgram Start(string name, IReadOnlyList<string> arguments)
    {
        Require(name);
        ProcessStartInfo start = new(name, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process process = Process.Start(start)!;
        process.StandardInput.Close();
        return new ForeignProgram(name, process);
    }

    /// <summary>Skips the test where a program is not installed.</summary>
    public static void Require(string name)
    {
        if (!name.Contains('/') && !ExternalTool.Exists(name))
        {
            Assert.Ignore($"{name} is not installed");
        }
    }

    /// <summary>Waits until it ends.</summary>
    /// <returns>Its exit code.</returns>
    public int WaitForEnd()
    {
        Assert.That(_process.WaitForExit(_limit), Is.True, $"{_name} did not end:\n{Output}");

        // Waits for the last lines too.
        _process.WaitForExit();
        return _process.ExitCode;
    }

    /// <summary>Waits until it ends, and expects that it says all went well.</summary>
    public void WaitForSuccess() => Assert.That(WaitForEnd(), Is.Zero, $"{_name}:\n{Output}");

    /// <summary>Asks it to end, as a service manager would.</summary>
    public void Terminate() =>
        ExternalTool.Run("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);

    /// <summary>Kills it.</summary>
    public void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private void Collect(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
        {
            _output.AppendLine(line.Data);
        }
    }
}
