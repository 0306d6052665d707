using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using Protocols.Core;
using Protocols.Sockets;
using Sim.Kernel;

namespace Sim.Emulation;

/// <summary>One thread's events: descriptors, timers and continuations, in the machine's own time.</summary>
/// <remarks>
/// <para>
/// It does for kernel sockets what <see cref="Simulation"/> does for simulated ones: continuations run after the event that
/// woke them has been processed, in the order in which they were posted, on the one thread that calls <see cref="Run"/>.
/// Everything but <see cref="PostFromOutside"/> belongs to that thread.
/// </para>
/// <para>
/// A turn looks at the descriptors once and then runs what is due, at most <see cref="MaxContinuations"/> continuations:
/// descriptors and timers are looked at again however busy the applications are.
/// </para>
/// </remarks>
public sealed class EpollLoop : IClock, IDispatcher, IDisposable
{
    /// <summary>The most continuations that run before the descriptors are looked at again.</summary>
    public const int MaxContinuations = 1024;

    private readonly RunClock _clock;
    private readonly EpollSet _set = new();
    private readonly LoopAlarm _alarm;
    private readonly LoopBell _bell;
    private readonly Queue<Action> _posted = new();
    private readonly Queue<Action> _deferred = new();
    private readonly ConcurrentQueue<Action> _outside = new();
    private readonly PriorityQueue<Action, (Instant At, long Order)> _timers = new();
    private long _timersSet;
    private bool _isStopped;

    /// <summary>A loop whose time starts now.</summary>
    public EpollLoop()
        : this(new RunClock()) => _clock.Start();

    /// <summary>A loop whose time is that of a clock it shares with others.</summary>
    public EpollLoop(RunClock clock)
    {
        _clock = clock;
        _alarm = new LoopAlarm(_set);
        _bell = new LoopBell(_set);
    }

    /// <summary>The time since the clock's start.</summary>
    public Instant Now => _clock.Now;

    /// <summary>How many turns there have been: what is bounded for each wake-up counts anew when this changes.</summary>
    public long Turns { get; private set; }

    /// <inheritdoc/>
    public void RunAt(Instant at, Action continuation)
    {
        if (at <= Now)
        {
            Post(continuation);
        }
        else
        {
            _timers.Enqueue(continuation, (at, _timersSet++));
        }
    }

    /// <inheritdoc/>
    public void Post(Action continuation) => _posted.Enqueue(continuation);

    /// <summary>Queues a continuation for the next turn: the descriptors are looked at before it runs.</summary>
    public void Defer(Action continuation) => _deferred.Enqueue(continuation);

    /// <summary>Queues a continuation from any thread, and wakes the loop.</summary>
    public void PostFromOutside(Action continuation)
    {
        _outside.Enqueue(continuation);
        _bell.Ring();
    }

    /// <summary>Watches a descriptor, edge-triggered: each event is told once.</summary>
    /// <param name="descriptor">A non-blocking descriptor; it stays its owner's, who calls <see cref="Forget"/> before closing it.</param>
    /// <param name="handler">Who hears of it.</param>
    /// <returns>What <see cref="Forget"/> wants.</returns>
    /// <exception cref="System.ComponentModel.Win32Exception">The kernel refused.</exception>
    public int Watch(int descriptor, IEpollHandler handler) => _set.Watch(descriptor, handler);

    /// <summary>No longer watches a descriptor; its handler is not called any more, not even for what was reported already.</summary>
    public void Forget(int descriptor, int tag) => _set.Forget(descriptor, tag);

    /// <summary>Ends <see cref="Run"/> after the current continuation. What waits stays, and another <see cref="Run"/> goes on.</summary>
    public void Stop() => _isStopped = true;

    /// <summary>Runs until <paramref name="until"/> or <see cref="Stop"/>.</summary>
    /// <remarks>An exception that a continuation throws ends the run and reaches the caller.</remarks>
    public void Run(Instant until)
    {
        // With a synchronization context, what awaits a task would go on at its mercy instead of here and now.
        SynchronizationContext? context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            _isStopped = false;
            while (!_isStopped && Now < until)
            {
                WaitUntil(until);
            }
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    /// <summary>Takes one turn: waits for something to happen, at most until <paramref name="at"/>, and processes it.</summary>
    public void WaitUntil(Instant at)
    {
        Turns++;
        while (_deferred.TryDequeue(out Action? deferred))
        {
            _posted.Enqueue(deferred);
        }

        Instant wake = _timers.TryPeek(out _, out (Instant At, long Order) first) ? Instant.Min(first.At, at) : at;
        bool mayBlock = _posted.Count == 0 && wake > Now;
        if (mayBlock && wake != Instant.Never)
        {
            _alarm.Set(wake, wake - Now);
        }

        _set.Wait(mayBlock);
        TakeFromOutside();
        PostDueTimers();
        RunPosted();
    }

    /// <summary>Closes what the loop itself opened.</summary>
    public void Dispose()
    {
        _alarm.Dispose();
        _bell.Dispose();
        _set.Dispose();
    }

    private void TakeFromOutside()
    {
        for (int left = MaxContinuations; left > 0 && _outside.TryDequeue(out Action? continuation); left--)
        {
            Post(continuation);
        }

        if (!_outside.IsEmpty)
        {
            _bell.Ring();
        }
    }

    private void PostDueTimers()
    {
        Instant now = Now;
        while (_timers.TryPeek(out Action? continuation, out (Instant At, long Order) due) && due.At <= now)
        {
            _timers.Dequeue();
            Post(continuation);
        }
    }

    private void RunPosted()
    {
        for (int left = MaxContinuations; left > 0 && !_isStopped && _posted.TryDequeue(out Action? continuation); left--)
        {
            continuation();
        }
    }
}
