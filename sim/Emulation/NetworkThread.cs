using System;
using System.Threading;
using Protocols.Core;
using Sim.Kernel;

namespace Sim.Emulation;

/// <summary>Runs a simulated network in real time on a thread of its own, beside the programs that use it.</summary>
public sealed class NetworkThread
{
    private static readonly Duration _slice = Duration.FromMilliseconds(100);

    private readonly Simulation _simulation;
    private readonly Instant _until;
    private readonly Thread _thread;
    private volatile bool _isStopping;

    /// <summary>Prepares it.</summary>
    /// <param name="simulation">The network's time, with a driver in real time; nobody else touches the network until the thread has ended.</param>
    /// <param name="until">When it ends.</param>
    public NetworkThread(Simulation simulation, Instant until)
    {
        _simulation = simulation;
        _until = until;
        _thread = new Thread(Run) { IsBackground = true, Name = "network" };
    }

    /// <summary>Why it ended early; null when it did not. To be read when it has ended.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => !_thread.IsAlive;

    /// <summary>Starts it.</summary>
    public void Start() => _thread.Start();

    /// <summary>Ends it early and waits for its end.</summary>
    public void Stop()
    {
        _isStopping = true;
        _thread.Join();
    }

    /// <summary>Waits for its end.</summary>
    public void Join() => _thread.Join();

    private void Run()
    {
        try
        {
            _ = DoorClock.PrepareThread();
            while (!_isStopping && _simulation.Now < _until)
            {
                _simulation.Run(Instant.Min(_simulation.Now + _slice, _until));
            }
        }
        catch (Exception error)
        {
            // Whatever it is, the run is over; whoever started the thread is told.
            Failure = error;
        }
    }
}
