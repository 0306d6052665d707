using System.IO;

namespace Results.Recording;

/// <summary>Writes <c>playback.csv</c>: every frame that a player received, in order of arrival.</summary>
public static class PlaybackCsv
{
    /// <summary>The file's name in a run's folder.</summary>
    public const string Name = "playback.csv";

    /// <summary>The columns, in order; the meaning of each is in <see cref="PlaybackEntry"/>.</summary>
    public const string Header = "time_s,player,media_ms,kind,bytes,lateness_s,buffer_s";

    /// <summary>Writes the header and one line per frame, player by player.</summary>
    public static void Write(RunRecord record, Stream stream)
    {
        using CsvWriter csv = new(stream);
        csv.Header(Header);
        foreach (PlayerRecord player in record.Players)
        {
            foreach (PlaybackEntry entry in player.Log)
            {
                csv.Seconds(entry.At);
                csv.Text(player.Name);
                csv.Integer(entry.MediaMilliseconds);
                csv.Text(entry.Kind);
                csv.Integer(entry.Bytes);
                csv.Seconds(entry.Lateness);
                csv.Seconds(entry.Buffer);
                csv.EndLine();
            }
        }
    }
}
