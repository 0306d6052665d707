using System;
using System.Linq;
using NUnit.Framework;
using Protocols.Core;

namespace Tests.Core;

public class ByteStorePutTests
{
    private const long Limit = 1 << 20;

    [Test]
    public void Bytes_that_come_out_of_order_are_read_in_order()
    {
        ByteStore store = new();
        byte[] sent = [.. Enumerable.Range(0, 50_000).Select(i => (byte)(i % 251))];

        Assert.That(store.TryPut(40_000, sent.AsSpan(40_000), Limit));
        Assert.That(store.TryPut(0, sent.AsSpan(0, 20_000), Limit));
        Assert.That(store.TryPut(15_000, sent.AsSpan(15_000, 25_000), Limit));

        byte[] read = new byte[sent.Length];
        store.CopyTo(0, read);
        Assert.That(store.End, Is.EqualTo(sent.Length));
        Assert.That(read.AsSpan().SequenceEqual(sent));
    }

    [Test]
    public void Bytes_below_the_start_are_ignored()
    {
        ByteStore store = new();
        store.ReleaseBySender(long.MaxValue);
        store.TryPut(0, new byte[100], Limit);
        store.ReleaseByReader(60);

        Assert.That(store.TryPut(50, Enumerable.Repeat((byte)7, 20).ToArray(), Limit));

        byte[] read = new byte[40];
        store.CopyTo(60, read);
        Assert.That(read.Take(10), Is.All.EqualTo(7));
        Assert.That(read.Skip(10), Is.All.Zero);
        Assert.That(store.Start, Is.EqualTo(60));
    }

    [TestCase(Limit - 9, false)]
    [TestCase(Limit - 10, true)]
    public void Bytes_too_far_ahead_are_refused(long offset, bool isTaken)
    {
        ByteStore store = new();

        Assert.That(store.TryPut(offset, new byte[10], Limit), Is.EqualTo(isTaken));

        Assert.That(store.End, Is.EqualTo(isTaken ? Limit : 0));
    }
}
