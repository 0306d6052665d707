using System;
using System.Globalization;
using Experiments.Scenario.Records;
using Protocols.Core;

namespace Experiments.Scenario.Reading;

/// <summary>Reads the properties of a link wherever they stand: at an ISP, a NIC, a peering or a named link.</summary>
internal sealed class LinkSettingsBinder(ReadingContext context)
{
    /// <summary>The smallest MTU that IPv6 works with (RFC 8200, 5).</summary>
    public static ByteSize SmallestMtu { get; } = new(1280);

    /// <summary>The largest IP packet without jumbograms.</summary>
    public static ByteSize LargestMtu { get; } = new(65535);

    private readonly ValueReader _values = context.Values;

    /// <summary>Takes rate, delay, queue, rtt, loss, mtu and discipline from a mapping.</summary>
    public LinkSettings Bind(MappingFields fields) => new()
    {
        Rate = _values.PositiveRate(fields.Optional("rate")),
        Delay = _values.TimeFromZero(fields.Optional("delay")),
        Queue = Queue(fields.Optional("queue")),
        Rtt = _values.PositiveTime(fields.Optional("rtt")),
        Loss = _values.Loss(fields.Optional("loss")),
        Mtu = _values.Size(fields.Optional("mtu"), SmallestMtu, LargestMtu),
        Discipline = _values.Known(fields.Optional("discipline"), "queue discipline", context.Known.QueueDisciplines),
    };

    private QueueLimit? Queue(Field field)
    {
        if (_values.Text(field) is not string text)
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
