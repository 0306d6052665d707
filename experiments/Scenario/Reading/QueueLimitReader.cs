using System;
using System.Globalization;
using Experiments.Scenario.Records;
using Protocols.Core;

namespace Experiments.Scenario.Reading;

/// <summary>Reads how much may wait: <c>62500 B</c>, <c>50 ms</c>, <c>100 packets</c>, <c>1 bdp</c>.</summary>
internal static class QueueLimitReader
{
    /// <summary>Reads a limit; null if it is not given or wrong.</summary>
    public static QueueLimit? Read(Field field, ReadingContext context)
    {
        if (context.Values.Text(field) is not string text)
        {
            return null;
        }

        QueueLimit? limit = ByteSize.TryParse(text, out ByteSize size) ? new QueueLimit.Bytes(size)
            : Duration.TryParse(text, out Duration time) ? new QueueLimit.Time(time)
            : TryStrip(text, "packets", out decimal count) || TryStrip(text, "packet", out count)
                ? WholePackets(count)
            : TryStrip(text, "bdp", out decimal multiple) ? new QueueLimit.BandwidthDelayProduct((double)multiple)
            : null;
        if (limit is null)
        {
            context.Log.Add(field.At, $"{field.Path}: {Unit.Queue.Explain(text)}");
            return null;
        }

        bool positive = limit switch
        {
            QueueLimit.Bytes bytes => bytes.Size.Bytes > 0,
            QueueLimit.Time length => length.Length > Duration.Zero,
            QueueLimit.Packets packets => packets.Count > 0,
            QueueLimit.BandwidthDelayProduct product => product.Multiple > 0,
            _ => throw new InvalidOperationException($"No rule judges the queue limit {limit}."),
        };
        if (!positive)
        {
            context.Log.Add(field.At, $"{field.Path}: '{text}' leaves no room for a packet; a queue limit is above 0");
        }

        return positive ? limit : null;
    }

    private static QueueLimit.Packets? WholePackets(decimal count) =>
        count == decimal.Truncate(count) && count is >= int.MinValue and <= int.MaxValue
            ? new QueueLimit.Packets((int)count)
            : null;

    private static bool TryStrip(string text, string unit, out decimal number)
    {
        number = 0;
        const NumberStyles Style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;
        return text.EndsWith(unit, StringComparison.Ordinal)
            && decimal.TryParse(
                text.AsSpan(0, text.Length - unit.Length).Trim(), Style, CultureInfo.InvariantCulture, out number);
    }
}
