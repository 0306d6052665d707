using System.IO;

namespace Results.Recording;

/// <summary>Writes <c>connections.csv</c>: every connection at every interval, as its applications see it.</summary>
public static class ConnectionsCsv
{
    /// <summary>The file's name in a run's folder.</summary>
    public const string Name = "connections.csv";

    /// <summary>The columns, in order; the meaning of each is in <see cref="ConnectionSample"/>.</summary>
    public const string Header =
        "time_s,connection,written_bytes,acked_bytes,delivered_bytes,send_queue_bytes,out_of_order_bytes," +
        "receive_window_bytes,reinjected_bytes,duplicate_bytes,subflows";

    /// <summary>Writes the header and one line per connection and sample, connection by connection.</summary>
    public static void Write(RunRecord record, Stream stream)
    {
        using CsvWriter csv = new(stream);
        csv.Header(Header);
        foreach (ConnectionRecord connection in record.Connections)
        {
            foreach (ConnectionSample sample in connection.Samples)
            {
                csv.Seconds(sample.At);
                csv.Text(connection.Name);
                csv.Integer(sample.WrittenBytes);
                csv.Integer(sample.AckedBytes);
                csv.Integer(sample.DeliveredBytes);
                csv.Integer(sample.SendQueueBytes);
                csv.Integer(sample.OutOfOrderBytes);
                csv.Integer(sample.ReceiveWindowBytes);
                csv.Integer(sample.ReinjectedBytes);
                csv.Integer(sample.DuplicateBytes);
                csv.Integer(sample.Subflows);
                csv.EndLine();
            }
        }
    }
}
