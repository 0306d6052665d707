using System.IO;

namespace Results.Recording;

/// <summary>Writes <c>nics.csv</c>: the counters of every interface at every interval, cumulative.</summary>
public static class NicsCsv
{
    /// <summary>The file's name in a run's folder.</summary>
    public const string Name = "nics.csv";

    /// <summary>The columns, in order.</summary>
    public const string Header = "time_s,nic,tx_bytes,rx_bytes,tx_packets,rx_packets,drops";

    /// <summary>Writes the header and one line per interface and sample, interface by interface.</summary>
    public static void Write(RunRecord record, Stream stream)
    {
        using CsvWriter csv = new(stream);
        csv.Header(Header);
        foreach (NicRecord nic in record.Nics)
        {
            string key = nic.Key;
            foreach (NicSample sample in nic.Samples)
            {
                csv.Seconds(sample.At);
                csv.Text(key);
                csv.Integer(sample.TxBytes);
                csv.Integer(sample.RxBytes);
                csv.Integer(sample.TxPackets);
                csv.Integer(sample.RxPackets);
                csv.Integer(sample.Drops);
                csv.EndLine();
            }
        }
    }
}
