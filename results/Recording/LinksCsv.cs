using System.IO;
using Protocols.Core;

namespace Results.Recording;

/// <summary>Writes <c>links.csv</c>: each direction of every link at every interval.</summary>
/// <remarks>
/// Counters are cumulative; utilisation is that of the interval which the line ends, empty on an unlimited link.
/// </remarks>
public static class LinksCsv
{
    /// <summary>The file's name in a run's folder.</summary>
    public const string Name = "links.csv";

    /// <summary>The columns, in order.</summary>
    public const string Header = "time_s,link,queue_bytes,sent_bytes,sent_packets,dropped_packets,utilisation";

    /// <summary>Writes the header and one line per direction and sample, direction by direction.</summary>
    public static void Write(RunRecord record, Stream stream)
    {
        using CsvWriter csv = new(stream);
        csv.Header(Header);
        foreach (LinkRecord link in record.Links)
        {
            string key = link.Key;
            LinkSample before = new(Instant.Zero, 0, 0, 0, 0);
            foreach (LinkSample sample in link.Samples)
            {
                csv.Seconds(sample.At);
                csv.Text(key);
                csv.Integer(sample.QueueBytes);
                csv.Integer(sample.SentBytes);
                csv.Integer(sample.SentPackets);
                csv.Integer(sample.DroppedPackets);
                csv.Real(link.Utilisation(before, sample), "F4");
                csv.EndLine();
                before = sample;
            }
        }
    }
}
