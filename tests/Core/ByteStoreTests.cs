using System;
using NUnit.Framework;
using Protocols.Core;

namespace Tests.Core;

public class ByteStoreTests
{
    [Test]
    public void Bytes_read_back_while_the_store_grows_and_lets_go_of_its_start()
    {
        RandomStream random = new(1);
        byte[] all = new byte[1 << 20];
        random.NextBytes(all);
        ByteStore store = new();
        byte[] read = new byte[40_000];
        while (store.End < all.Length)
        {
            int count = (int)Math.Min(random.NextInt(40_000), all.Length - store.End);
            store.Append(all.AsSpan((int)store.End, count));
            int from = (int)store.Start + random.NextInt((int)(store.End - store.Start) + 1);
            Span<byte> target = read.AsSpan(0, (int)Math.Min(read.Length, store.End - from));
            store.CopyTo(from, target);
            Assert.That(target.SequenceEqual(all.AsSpan(from, target.Length)), Is.True, $"bytes from {from} on");

            store.ReleaseBySender(store.End);
            store.ReleaseByReader(from);
            Assert.That(store.Start, Is.EqualTo(from));
        }
    }

    [Test]
    public void Bytes_are_kept_until_both_ends_let_go()
    {
        ByteStore store = new();
        store.Append([1, 2, 3, 4]);
        store.ReleaseBySender(3);
        Assert.That(store.Start, Is.Zero);
        store.ReleaseByReader(2);
        Assert.That(store.Start, Is.EqualTo(2));
        Assert.That(() => store.CopyTo(1, new byte[1]), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
