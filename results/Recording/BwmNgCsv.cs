using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Protocols.Core;

namespace Results.Recording;

/// <summary>
/// Writes the interfaces of one host as the bandwidth meter of the paper prints them: the output of
/// <c>bwm-ng -o csv -T rate</c>, version 0.6.3, so that scripts made for it read our runs too.
/// </summary>
/// <remarks>
/// The 21 columns, separated by semicolons and without a header: <c>unix timestamp; iface_name; bytes_out/s;
/// bytes_in/s; bytes_total/s; bytes_in; bytes_out; packets_out/s; packets_in/s; packets_total/s; packets_in;
/// packets_out; errors_out/s; errors_in/s; errors_in; errors_out; bits_out/s; bits_in/s; bits_total/s; bits_in;
/// bits_out</c>. Its manual page stops at <c>errors_out</c>; the program does not. Counts are those of the interval,
/// not cumulative, and the first lines are all zeros, as there. The time stamp is the time of the run: a simulated
/// run begins at 0. A full queue is no error of the interface in <c>/proc/net/dev</c>, so errors are always 0.
/// </remarks>
public static class BwmNgCsv
{
    /// <summary>The name of a host's file in a run's folder.</summary>
    public static string NameFor(string host) => RunFolder.FileNameFor($"bwm-ng-{host}.csv");

    /// <summary>Writes one line per interface of the host and one for their total, for every sample.</summary>
    public static void Write(RunRecord record, string host, Stream stream)
    {
        List<NicRecord> nics = [.. record.Nics.Where(nic => nic.Host == host)];
        int samples = nics.Select(nic => nic.Samples.Count).DefaultIfEmpty(0).Min();
        using CsvWriter csv = new(stream, ';');
        for (int i = 0; i < samples; i++)
        {
            Traffic total = default;
            Instant at = default;
            Duration interval = default;
            foreach (NicRecord nic in nics)
            {
                NicSample sample = nic.Samples[i];
                NicSample before = nic.Samples[Math.Max(i - 1, 0)];
                Traffic traffic = Traffic.Between(before, sample);
                total += traffic;
                at = sample.At;
                interval = sample.At - before.At;
                WriteLine(csv, at, nic.Name, interval, traffic);
            }

            WriteLine(csv, at, "total", interval, total);
        }
    }

    private static void WriteLine(CsvWriter csv, Instant at, string name, Duration interval, in Traffic traffic)
    {
        double perSecond = interval > Duration.Zero ? 1 / interval.Seconds : 0;
        csv.Seconds(at);
        csv.Text(name);
        WriteRates(csv, perSecond, traffic.BytesOut, traffic.BytesIn);
        WriteRates(csv, perSecond, traffic.PacketsOut, traffic.PacketsIn);
        csv.Real(0, "F2");
        csv.Real(0, "F2");
        csv.Integer(0);
        csv.Integer(0);
        WriteRates(csv, perSecond, traffic.BytesOut * 8, traffic.BytesIn * 8);
        csv.EndLine();
    }

    private static void WriteRates(CsvWriter csv, double perSecond, long outgoing, long incoming)
    {
        csv.Real(outgoing * perSecond, "F2");
        csv.Real(incoming * perSecond, "F2");
        csv.Real((outgoing + incoming) * perSecond, "F2");
        csv.Integer(incoming);
        csv.Integer(outgoing);
    }

    private readonly record struct Traffic(long BytesOut, long BytesIn, long PacketsOut, long PacketsIn)
    {
        public static Traffic Between(in NicSample from, in NicSample to) => new(
            to.TxBytes - from.TxBytes,
            to.RxBytes - from.RxBytes,
            to.TxPackets - from.TxPackets,
            to.RxPackets - from.RxPackets);

        public static Traffic operator +(Traffic left, Traffic right) => new(
            left.BytesOut + right.BytesOut,
            left.BytesIn + right.BytesIn,
            left.PacketsOut + right.PacketsOut,
            left.PacketsIn + right.PacketsIn);
    }
}
