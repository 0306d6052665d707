using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Sockets;
using Sim.Emulation;
using Tests.Conformance;

namespace Tests.Emulation;

public class EpollLoopTests
{
    // Only a hang takes so long.
    private static readonly Duration _limit = Duration.FromSeconds(30);

    private EpollLoop _loop = null!;

    [SetUp]
    public void CreateLoop()
    {
        KernelMachine.Require(KernelTransport.Tcp);
        _loop = new EpollLoop();
    }

    [TearDown]
    public void DisposeLoop() => _loop?.Dispose();

    [Test]
    public void Another_thread_wakes_a_loop_that_waits()
    {
        int loopThread = Environment.CurrentManagedThreadId;
        int ranOn = 0;
        Thread other = new(() => _loop.PostFromOutside(() =>
        {
            ranOn = Environment.CurrentManagedThreadId;
            _loop.Stop();
        }));
        _loop.Post(other.Start);
        _loop.Run(_loop.Now + _limit);
        other.Join();

        Assert.That(ranOn, Is.EqualTo(loopThread));
    }

    [Test]
    public void Everything_that_other_threads_post_runs()
    {
        const int PerThread = 5_000;
        int count = 0;
        Thread[] threads = [Start(), Start()];
        _loop.Run(_loop.Now + _limit);
        Array.ForEach(threads, thread => thread.Join());

        Assert.That(count, Is.EqualTo(2 * PerThread));

        Thread Start()
        {
            Thread thread = new(() =>
            {
                for (int i = 0; i < PerThread; i++)
                {
                    _loop.PostFromOutside(Count);
                }
            });
            thread.Start();
            return thread;
        }

        void Count()
        {
            if (++count == 2 * PerThread)
            {
                _loop.Stop();
            }
        }
    }

    [Test]
    public void A_task_that_another_thread_completes_goes_on_where_it_completed_but_a_readiness_on_the_loop()
    {
        int loopThread = Environment.CurrentManagedThreadId;
        int ranOn = 0;
        Readiness ready = new(_loop);
        _loop.Post(() => _ = WaitAsync());
        _loop.Post(() => ThreadPool.QueueUserWorkItem(_ => _loop.PostFromOutside(ready.Set)));
        _loop.Run(_loop.Now + _limit);

        Assert.That(ranOn, Is.EqualTo(loopThread));

        async Task WaitAsync()
        {
            await ready.WaitAsync();
            ranOn = Environment.CurrentManagedThreadId;
            _loop.Stop();
        }
    }

    [Test]
    public void An_exception_of_a_continuation_ends_the_run_and_what_waits_stays()
    {
        bool hasRun = false;
        _loop.Post(() => throw new FormatException("on purpose"));
        _loop.Post(() =>
        {
            hasRun = true;
            _loop.Stop();
        });

        Assert.That(() => _loop.Run(_loop.Now + _limit), Throws.TypeOf<FormatException>());
        Assert.That(hasRun, Is.False);
        _loop.Run(_loop.Now + _limit);
        Assert.That(hasRun, Is.True);
    }

    [Test]
    public void Continuations_that_post_each_other_for_ever_do_not_stop_the_timers()
    {
        bool isDue = false;
        long rounds = 0;
        _loop.RunAt(_loop.Now + Duration.FromMilliseconds(5), () => isDue = true);
        _loop.Post(GoRound);
        _loop.Run(_loop.Now + _limit);

        Assert.That(isDue, Is.True);
        Assert.That(_loop.Turns, Is.GreaterThanOrEqualTo(rounds / EpollLoop.MaxContinuations));

        void GoRound()
        {
            rounds++;
            if (isDue)
            {
                _loop.Stop();
            }

            _loop.Post(GoRound);
        }
    }

    [Test]
    public void A_deferred_continuation_runs_in_the_next_turn()
    {
        List<long> turns = [];
        _loop.Post(() =>
        {
            _loop.Defer(() =>
            {
                turns.Add(_loop.Turns);
                _loop.Stop();
            });
            _loop.Post(() => turns.Add(_loop.Turns));
            turns.Add(_loop.Turns);
        });
        _loop.Run(_loop.Now + _limit);

        Assert.That(turns, Is.EqualTo((long[])[1, 1, 2]));
    }

    [Test]
    public void A_run_ends_at_its_time_and_not_before()
    {
        Instant until = _loop.Now + Duration.FromMilliseconds(20);
        _loop.Run(until);

        Assert.That(_loop.Now, Is.GreaterThanOrEqualTo(until));
        Assert.That(_loop.Turns, Is.LessThan(20), "it waits instead of looking again and again");
    }
}
