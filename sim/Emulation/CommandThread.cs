using System;
using System.Collections.Concurrent;
using System.Threading;

namespace Sim.Emulation;

/// <summary>Carries out commands that take their time (<c>ip</c>, <c>tc</c>, <c>nft</c>), one after the other, while a run goes on.</summary>
public sealed class CommandThread : IDisposable
{
    private readonly BlockingCollection<Action> _commands = [];
    private readonly Thread _thread;

    /// <summary>Starts it.</summary>
    public CommandThread()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "commands" };
        _thread.Start();
    }

    /// <summary>The first failure; null while there is none.</summary>
    public EmulationException? Failure { get; private set; }

    /// <summary>Has a command carried out soon, behind those before it.</summary>
    public void Do(Action command) => _commands.Add(command);

    /// <summary>Waits until all is done, and ends.</summary>
    public void Dispose()
    {
        _commands.CompleteAdding();
        _thread.Join();
        _commands.Dispose();
    }

    private void Run()
    {
        foreach (Action command in _commands.GetConsumingEnumerable())
        {
            try
            {
                command();
            }
            catch (EmulationException error)
            {
                Failure ??= error;
            }
        }
    }
}
