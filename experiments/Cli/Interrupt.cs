using System;
using System.Runtime.InteropServices;
using System.Threading;

namespace Experiments.Cli;

/// <summary>Turns the first Ctrl-C into a request to stop; the second ends the process at once.</summary>
public sealed class Interrupt : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration _interrupted;
    private readonly PosixSignalRegistration _terminated;

    /// <summary>Listens to SIGINT and SIGTERM until disposed.</summary>
    public Interrupt()
    {
        _interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        _terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    }

    /// <summary>Signalled by the first Ctrl-C.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Leaves the signals to the system again.</summary>
    public void Dispose()
    {
        _interrupted.Dispose();
        _terminated.Dispose();
        _source.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        context.Cancel = !_source.IsCancellationRequested;
        _source.Cancel();
    }
}
