using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using Protocols.Core;
using Sim.Queues;

namespace Tests.Queues;

public class RecentFramesTests
{
    [Test]
    public void Agrees_with_a_list_of_departures_through_busy_and_idle_times(
        [Values(10_000_000, 7_000_000)] long bitsPerSecond, [Range(1, 5)] int seed)
    {
        RandomStream random = new((ulong)seed);
        BitRate rate = new(bitsPerSecond);
        RecentFrames frames = new();
        List<(Instant Departure, int Bytes)> model = [];
        Instant now = Instant.Zero;
        Instant busyUntil = Instant.Zero;
        for (int step = 0; step < 3_000; step++)
        {
            // A frame takes about 0.6 ms: the queue grows in the first half and runs empty again and again in the second.
            now += Duration.FromMicroseconds(random.NextInt(step < 1_500 ? 900 : 1_800));
            int bytes = 14 + random.NextInt(1_500);
            busyUntil = Instant.Max(busyUntil, now) + rate.TimeToSend(bytes);
            frames.Add(bytes);
            if (frames.IsFull)
            {
                frames.MakeRoom(busyUntil - now, rate);
            }

            model.Add((busyUntil, bytes));

            List<int> waiting = [.. model.Where(frame => frame.Departure > now).Select(frame => frame.Bytes)];
            Assert.That(
                frames.Waiting(busyUntil - now, rate),
                Is.EqualTo((waiting.Count, waiting.Sum(length => (long)length))),
                $"seed {seed}, step {step}");
        }
    }
}
