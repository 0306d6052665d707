using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace Sim.Emulation;

/// <summary>Programs of the machine, run to their end.</summary>
public static class SystemCommand
{
    /// <summary>Starts a program from the calling thread, and so in that thread's namespace.</summary>
    /// <exception cref="EmulationException">There is no such program.</exception>
    public static Process Start(ProcessStartInfo program)
    {
        try
        {
            return Process.Start(program)!;
        }
        catch (Win32Exception error)
        {
            throw new EmulationException($"the program '{program.FileName}' cannot be started: {error.Message}", error);
        }
    }

    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">Its name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="input">What it reads from its standard input.</param>
    /// <returns>What it printed.</returns>
    /// <exception cref="EmulationException">It failed; the message has what it said.</exception>
    public static string Run(string program, IEnumerable<string> arguments, string input)
    {
        string[] given = [.. arguments];
        ProcessStartInfo start = new(program, given)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Start(start);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Feed(process, input);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode == 0)
        {
            return output;
        }

        string said = string.Join("; ", $"{errors.Result}\n{output}".Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        throw new EmulationException($"'{string.Join(' ', given.Prepend(program))}' failed: {said}{CommandAt(said, input)}");
    }

    // A program that refuses its first line may be gone before it has read the last.
    private static void Feed(Process process, string input)
    {
        try
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            return;
        }
    }

    /// <summary>The line of the input that a message of <c>ip</c> or <c>tc</c> means: "Command failed -:7".</summary>
    private static string CommandAt(string said, string input)
    {
        const string Mark = "Command failed -:";
        int at = said.IndexOf(Mark, StringComparison.Ordinal);
        if (at < 0)
        {
            return "";
        }

        string number = new([.. said.AsSpan(at + Mark.Length).ToString().TakeWhile(char.IsAsciiDigit)]);
        string[] lines = input.Split('\n');
        return int.TryParse(number, out int line) && line >= 1 && line <= lines.Length ? $" ('{lines[line - 1]}')" : "";
    }
}
