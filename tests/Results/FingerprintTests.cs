using NUnit.Framework;
using Results.Recording;

namespace Tests.Results;

public class FingerprintTests
{
    // xxhsum -H64 (xxHash 0.8.1) over the little-endian words (-1)^i * (i + 1) * 1000003, i from 0.
    [TestCase(0, "ef46db3751d8e999")]
    [TestCase(1, "17253d139b5ce469")]
    [TestCase(3, "6363200c9109871b")]
    [TestCase(4, "e0039edb908ce8ce")]
    [TestCase(5, "78b76176160d9e27")]
    [TestCase(9, "1dd36a1699051372")]
    public void It_is_the_hash_that_xxhsum_prints(int words, string expected)
    {
        Fingerprint hash = new();
        for (int i = 0; i < words; i++)
        {
            hash.Add((i % 2 == 0 ? 1 : -1) * (i + 1) * 1_000_003L);
        }

        Assert.That(hash.Value, Is.EqualTo(expected));
    }

    [Test]
    public void Reading_the_value_does_not_change_what_follows()
    {
        Fingerprint read = new();
        Fingerprint unread = new();
        for (int i = 0; i < 10; i++)
        {
            read.Add(i);
            unread.Add(i);
            Assert.That(read.Value, Has.Length.EqualTo(16));
        }

        Assert.That(read.Value, Is.EqualTo(unread.Value));
    }

    [Test]
    public void Where_one_text_ends_and_the_next_begins_matters()
    {
        Fingerprint one = new();
        one.Add("ab");
        one.Add("c");
        Fingerprint other = new();
        other.Add("a");
        other.Add("bc");

        Assert.That(one.Value, Is.Not.EqualTo(other.Value));
    }

    [Test]
    public void Each_of_the_three_hashes_sees_its_own_aspect_only()
    {
        RunRecord run = SampleRun.FourPhases();
        RunFingerprint whole = RunFingerprint.Of(new Fingerprint(), run.Nics, run.Players);
        RunFingerprint withoutNics = RunFingerprint.Of(new Fingerprint(), [], run.Players);
        RunFingerprint withoutPlayers = RunFingerprint.Of(new Fingerprint(), run.Nics, []);

        Assert.That(withoutNics, Is.EqualTo(whole with { Nics = new Fingerprint().Value }));
        Assert.That(withoutPlayers, Is.EqualTo(whole with { Playback = new Fingerprint().Value }));
        Assert.That(whole.Nics, Is.Not.EqualTo(new Fingerprint().Value));
        Assert.That(whole.Playback, Is.Not.EqualTo(new Fingerprint().Value));
    }
}
