using System.Collections.Generic;
using Experiments.Scenario.Records;
using Protocols.Core;
using Protocols.Net;

namespace Experiments.Scenario.Reading;

/// <summary>Reads <c>middleboxes</c>.</summary>
internal sealed class MiddleboxBinder(ReadingContext context, NetworkNames names, ScenarioDefinition scenario)
{
    private const string Nat = "nat44";

    private readonly ValueReader _values = context.Values;

    /// <summary>Reads the list.</summary>
    public IEnumerable<MiddleboxDefinition> Bind(Field field)
    {
        foreach (Field item in _values.List(field))
        {
            if (_values.Mapping(item) is not MappingFields fields)
            {
                continue;
            }

            Reference? name = _values.NewName(fields.Required("name"));
            Field onField = fields.Required("on");
            TimelineTarget? on = _values.Reference(onField) is Reference target ? names.Target(target, onField.Path) : null;
            Reference? kind = _values.Known(fields.Required("kind"), "middlebox", context.Known.Middleboxes);
            if (kind is not Reference known)
            {
                continue;
            }

            MiddleboxDefinition box = new(name ?? default, known, on.GetValueOrDefault(), Direction(fields, known));
            box = Parameters(fields, box);
            fields.Finish();
            if (name.HasValue && on.HasValue && (known.Name != Nat || MayTranslate(onField, on.Value)))
            {
                yield return box;
            }
        }
    }

    private MiddleboxDirection Direction(MappingFields fields, Reference kind)
    {
        // What changes one direction changes the other back: these stand in both.
        if (kind.Name is Nat or "rewrite-sequence")
        {
            return MiddleboxDirection.Both;
        }

        return _values.Choice(
            fields.Optional("direction"),
            ("both", MiddleboxDirection.Both),
            ("up", MiddleboxDirection.Up),
            ("down", MiddleboxDirection.Down)) ?? MiddleboxDirection.Both;
    }

    private MiddleboxDefinition Parameters(MappingFields fields, MiddleboxDefinition box) => box.Kind.Name switch
    {
        "strip-mptcp" => box with
        {
            Packets = _values.Choice(
                fields.Optional("packets"),
                ("all", PacketSelection.All),
                ("syn", PacketSelection.Syn),
                ("syn-ack", PacketSelection.SynAck),
                ("established", PacketSelection.Established)),
        },
        "split" => box with { Size = _values.Size(fields.Optional("size"), new ByteSize(1), LinkSettingsBinder.LargestMtu) },
        "coalesce" => box with
        {
            Size = _values.Size(fields.Optional("size"), LinkSettingsBinder.SmallestMtu, LinkSettingsBinder.LargestMtu),
            Wait = _values.PositiveTime(fields.Optional("wait")),
        },
        "corrupt" => box with { Share = _values.Loss(fields.Optional("share")) },
        Nat => box with
        {
            Address = Address(fields.Optional("address")),
            IdleTimeout = _values.PositiveTime(fields.Optional("idle-timeout")),
        },
        _ => box,
    };

    private GivenAddress? Address(Field field)
    {
        if (_values.Text(field) is not string text)
        {
            return null;
        }

        if (IpAddress.TryParse(text, out IpAddress address) && address.Family == AddressFamily.Ipv4)
        {
            return new GivenAddress(address, field.At);
        }

        context.Log.Add(field.At, $"{field.Path}: '{text}' is not an IPv4 address; write one such as 203.0.113.1");
        return null;
    }

    private bool MayTranslate(Field field, TimelineTarget on)
    {
        string? complaint = on.Kind != TargetKind.Nic ? "a nat44 stands on the link of a NIC; name one, such as host.nic1"
            : scenario.Ip == IpFamilies.Ipv6 ? "a nat44 translates IPv4, which this scenario has not; write ip: 4 or ip: dual"
            : null;
        if (complaint is not null)
        {
            context.Log.Add(field.At, $"{field.Path}: {complaint}");
        }

        return complaint is null;
    }
}
