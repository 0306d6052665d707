using System.Collections.Generic;

namespace Results.Recording;

/// <summary>
/// Three hashes of a run, 16 hexadecimal digits each: equal for equal input and seed, on any machine. That they are
/// three tells which aspect of a run has changed.
/// </summary>
/// <param name="Events">Of the events in the order they were carried out.</param>
/// <param name="Nics">Of the interfaces' counters.</param>
/// <param name="Playback">Of the frames the players received and when.</param>
public sealed record RunFingerprint(string Events, string Nics, string Playback)
{
    /// <summary>
    /// Hashes what was recorded; the events are hashed while the run goes on, since nobody keeps them.
    /// </summary>
    public static RunFingerprint Of(
        Fingerprint events, IEnumerable<NicRecord> nics, IEnumerable<PlayerRecord> players) =>
        new(events.Value, OfNics(nics), OfPlayback(players));

    private static string OfNics(IEnumerable<NicRecord> nics)
    {
        Fingerprint hash = new();
        foreach (NicRecord nic in nics)
        {
            hash.Add(nic.Key);
            foreach (NicSample sample in nic.Samples)
            {
                hash.Add(sample.At.Picoseconds);
                hash.Add(sample.TxBytes);
                hash.Add(sample.RxBytes);
                hash.Add(sample.TxPackets);
                hash.Add(sample.RxPackets);
                hash.Add(sample.Drops);
            }
        }

        return hash.Value;
    }

    private static string OfPlayback(IEnumerable<PlayerRecord> players)
    {
        Fingerprint hash = new();
        foreach (PlayerRecord player in players)
        {
            hash.Add(player.Name);
            foreach (PlaybackEntry entry in player.Log)
            {
                hash.Add(entry.At.Picoseconds);
                hash.Add(entry.MediaMilliseconds);
                hash.Add(entry.Bytes);
                hash.Add(entry.Kind);
            }
        }

        return hash.Value;
    }
}
