using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace Sim.Emulation;

/// <summary>A foreign program that runs on a host until it ends by itself or is ended. It does not outlive this process.</summary>
/// <remarks>
/// The kernel kills it when the thread that started it ends (setpriv --pdeathsig; prctl(2), PR_SET_PDEATHSIG), so that thread lives as
/// long as the program, and nothing is left even when this process is killed.
/// </remarks>
public sealed class HostProgram : IDisposable
{
    private const int MostLogBytes = 16 << 20;
    private const int LastWordsLength = 300;
    private const int Terminate = 15;

    private static readonly TimeSpan _grace = TimeSpan.FromSeconds(3);

    private readonly Process _process;
    private readonly Thread _thread;
    private readonly FileStream _log;
    private readonly Task _logging;
    private readonly Task _discarding;
    private readonly byte[] _last = new byte[LastWordsLength];
    private long _logged;

    /// <summary>Starts it.</summary>
    /// <param name="words">The program and its arguments.</param>
    /// <param name="place">The host's namespace; null for the one of the process.</param>
    /// <param name="folder">Where it runs.</param>
    /// <param name="logFile">The file for its error output, at most 16 MiB of it.</param>
    /// <exception cref="EmulationException">It cannot be started, or the file cannot be written.</exception>
    public HostProgram(IReadOnlyList<string> words, NetworkNamespace? place, string folder, string logFile)
    {
        Words = words;
        try
        {
            _log = new FileStream(logFile, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new EmulationException($"'{logFile}' cannot be written: {error.Message}", error);
        }

        Process? process = null;
        EmulationException? failure = null;
        using ManualResetEventSlim started = new();
        _thread = new Thread(Live) { IsBackground = true, Name = words[0] };
        _thread.Start();
        started.Wait();
        if (failure is not null)
        {
            _log.Dispose();
            throw new EmulationException(failure.Message, failure);
        }

        _process = process!;
        _logging = LogAsync(_process.StandardError.BaseStream);
        _discarding = _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);

        void Live()
        {
            try
            {
                ProcessStartInfo start = new("setpriv", ["--pdeathsig", "KILL", "--", .. words])
                {
                    RedirectStandardInput = true,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                    WorkingDirectory = folder,
                };
                using NamespaceScope scope = new(place?.Handle);
                process = SystemCommand.Start(start);
                process.StandardInput.Close();
            }
            catch (Exception error) when (error is EmulationException or System.ComponentModel.Win32Exception)
            {
                failure = error as EmulationException ?? new EmulationException(error.Message, error);
            }
            finally
            {
                started.Set();
            }

            process?.WaitForExit();
        }
    }

    /// <summary>The program and its arguments.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>Whether it is over.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>Its exit code; of one that was killed, 128 and the signal's number. Only once it is over.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>The last line of its error output; empty when there is none.</summary>
    public string LastWords
    {
        get
        {
            lock (_last)
            {
                int count = (int)Math.Min(_logged, _last.Length);
                string text = Encoding.UTF8.GetString(_last, _last.Length - count, count);
                return text.Split((char[])['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "";
            }
        }
    }

    /// <summary>Asks it to end (SIGTERM); <see cref="Dispose"/> makes it.</summary>
    public void End()
    {
        if (!_process.HasExited)
        {
            _ = SystemCalls.Signal(_process.Id, Terminate);
        }
    }

    /// <summary>Ends it: asks first, and kills it with all it has started when it does not obey.</summary>
    public void Dispose()
    {
        End();
        if (!_process.WaitForExit(_grace))
        {
            _process.Kill(entireProcessTree: true);
        }

        _thread.Join();

        // What it started may hold its output open for longer.
        Task.WaitAll([_logging, _discarding], _grace);
        _process.Dispose();
        _log.Dispose();
    }

    private async Task LogAsync(Stream output)
    {
        byte[] buffer = new byte[4096];
        try
        {
            int count;
            while ((count = await output.ReadAsync(buffer)) > 0)
            {
                Remember(buffer.AsSpan(0, count));
                if (_logged <= MostLogBytes)
                {
                    await _log.WriteAsync(buffer.AsMemory(0, count));
                }
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // A full disk must not stop the program: its words are dropped from here on.
            await output.CopyToAsync(Stream.Null);
        }
    }

    private void Remember(ReadOnlySpan<byte> text)
    {
        lock (_last)
        {
            _logged += text.Length;
            ReadOnlySpan<byte> end = text[Math.Max(0, text.Length - _last.Length)..];
            _last.AsSpan(end.Length).CopyTo(_last);
            end.CopyTo(_last.AsSpan(_last.Length - end.Length));
        }
    }
}
