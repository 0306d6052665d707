using System.IO;

namespace Results.Recording;

/// <summary>Writes <c>subflows.csv</c>: the sender of every subflow at every interval.</summary>
public static class SubflowsCsv
{
    /// <summary>The file's name in a run's folder.</summary>
    public const string Name = "subflows.csv";

    /// <summary>The columns, in order. An infinite slow-start threshold is empty; <c>stale</c> is 0 or 1.</summary>
    public const string Header =
        "time_s,connection,subflow,local,remote,cwnd_packets,ssthresh_packets,srtt_ms,rto_ms,backoff,in_flight_bytes," +
        "sent_bytes,acked_bytes,retransmitted_segments,stale,scheduled_bytes";

    /// <summary>Writes the header and one line per subflow and sample, subflow by subflow.</summary>
    public static void Write(RunRecord record, Stream stream)
    {
        using CsvWriter csv = new(stream);
        csv.Header(Header);
        foreach (ConnectionRecord connection in record.Connections)
        {
            foreach (SubflowRecord subflow in connection.Subflows)
            {
                Write(csv, connection.Name, subflow);
            }
        }
    }

    private static void Write(CsvWriter csv, string connection, SubflowRecord subflow)
    {
        foreach (SubflowSample sample in subflow.Samples)
        {
            csv.Seconds(sample.At);
            csv.Text(connection);
            csv.Integer(subflow.Number);
            csv.Text(subflow.Local);
            csv.Text(subflow.Remote);
            csv.Integer(sample.CwndPackets);
            csv.Integer(sample.SsthreshPackets);
            csv.Milliseconds(sample.Srtt);
            csv.Milliseconds(sample.Rto);
            csv.Integer(sample.Backoff);
            csv.Integer(sample.InFlightBytes);
            csv.Integer(sample.SentBytes);
            csv.Integer(sample.AckedBytes);
            csv.Integer(sample.RetransmittedSegments);
            csv.Flag(sample.Stale);
            csv.Integer(sample.ScheduledBytes);
            csv.EndLine();
        }
    }
}
