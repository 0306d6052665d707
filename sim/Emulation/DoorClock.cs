using System;
using System.Collections.Generic;
using Protocols.Core;
using Protocols.Sockets;
using Sim.Kernel;

namespace Sim.Emulation;

/// <summary>The machine's clock for a simulation with doors: it sleeps until the time comes, or until a TUN device has packets.</summary>
public sealed class DoorClock : IWallClock
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    private readonly MonotonicClock _clock = new();
    private readonly List<(IDispatcher Dispatcher, Action Read)> _doors = [];
    private SystemCalls.Polled[] _polled = [];

    /// <inheritdoc/>
    public Instant Now => _clock.Now;

    /// <summary>Prepares the calling thread, which is to run the simulation: timers without slack, and priority over others where that is allowed.</summary>
    /// <returns>Whether the thread has priority.</returns>
    public static unsafe bool PrepareThread()
    {
        _ = SystemCalls.ControlProcess(SystemCalls.SetTimerSlack, 1, 0, 0, 0);
        int priority = 1;
        return SystemCalls.SetScheduler(0, SystemCalls.FirstInFirstOut, &priority) == 0;
    }

    /// <summary>Adds a device to wake for.</summary>
    /// <param name="device">The device.</param>
    /// <param name="dispatcher">The simulation that uses this clock.</param>
    /// <param name="read">Takes what the device has; runs in the simulation.</param>
    public void Add(TunDevice device, IDispatcher dispatcher, Action read)
    {
        _doors.Add((dispatcher, read));
        _polled = [.. _polled, new SystemCalls.Polled { Descriptor = device.Descriptor, Wanted = SystemCalls.PollIn }];
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Packets are read only while nothing is overdue: a packet that came while the thread was kept from running would else enter the
    /// network at the time of the overdue event, before it came, and arrive too early.
    /// </remarks>
    public unsafe void WaitUntil(Instant at)
    {
        long left = (at - Now).WholeNanoseconds;
        if (left <= 0)
        {
            return;
        }

        SystemCalls.Timeout timeout = new() { Seconds = left / NanosecondsPerSecond, Nanoseconds = left % NanosecondsPerSecond };
        int ready;
        fixed (SystemCalls.Polled* polled = _polled)
        {
            ready = SystemCalls.Poll(polled, (nuint)_polled.Length, &timeout, null);
        }

        if (Now >= at)
        {
            return;
        }

        for (int i = 0; ready > 0 && i < _polled.Length; i++)
        {
            if (_polled[i].Happened != 0)
            {
                _doors[i].Dispatcher.Post(_doors[i].Read);
                ready--;
            }
        }
    }
}
