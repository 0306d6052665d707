using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Protocols.Core;

namespace Protocols.Rtmp;

/// <summary>Reads AMF0 values off the wire (AMF 0 specification, 2007).</summary>
/// <remarks>
/// What a peer can make it hold is bounded: <see cref="MaxDepth"/> levels, <see cref="MaxValues"/> values per reader,
/// and no string longer than the bytes at hand. Counts of arrays are never used to size anything. References are
/// refused: no peer in our captures sends one, and they would allow cycles. A value in AMF3, which a client that speaks it
/// may put anywhere (3.1), is converted.
/// </remarks>
public ref struct Amf0Reader(ReadOnlySpan<byte> bytes)
{
    /// <summary>How deep objects and arrays may be nested.</summary>
    public const int MaxDepth = 32;

    /// <summary>How many values one message may hold, nested ones included.</summary>
    public const int MaxValues = 4096;

    private const byte ObjectEnd = 9;
    private const byte SwitchToAmf3 = 17;

    private SpanReader _reader = new(bytes);
    private int _values;
    private Amf3Conversion _conversion;

    /// <summary>Whether all bytes have been read.</summary>
    public readonly bool AtEnd => _reader.Remaining == 0;

    /// <summary>Whether a value was in AMF3.</summary>
    public bool HasReadAmf3 { get; private set; }

    /// <summary>Reads the next value.</summary>
    /// <returns>
    /// False when the bytes are not a complete AMF0 value, or exceed the limits; nothing more can be read then.
    /// </returns>
    public bool TryRead([NotNullWhen(true)] out Amf0Value? value) => TryRead(0, out value);

    private bool TryRead(int depth, [NotNullWhen(true)] out Amf0Value? value)
    {
        value = null;
        if (depth > MaxDepth || ++_values > MaxValues || AtEnd)
        {
            return false;
        }

        Amf0Type type = (Amf0Type)_reader.ReadByte();
        value = type switch
        {
            Amf0Type.Number => Amf0Value.Of(_reader.ReadDouble()),
            Amf0Type.Boolean => Amf0Value.Of(_reader.ReadByte() != 0),
            Amf0Type.String => Amf0Value.Of(ReadText(_reader.ReadUInt16())),
            Amf0Type.Null => Amf0Value.Null,
            Amf0Type.Undefined => Amf0Value.Undefined,
            Amf0Type.Unsupported => Amf0Value.Unsupported,
            Amf0Type.Date => Amf0Value.Date(_reader.ReadDouble(), (short)_reader.ReadUInt16()),
            Amf0Type.LongString => Amf0Value.LongString(ReadText(_reader.ReadUInt32())),
            Amf0Type.XmlDocument => Amf0Value.XmlDocument(ReadText(_reader.ReadUInt32())),
            Amf0Type.Object => ReadObject(depth),
            Amf0Type.TypedObject => ReadTypedObject(depth),
            Amf0Type.EcmaArray => ReadEcmaArray(depth),
            Amf0Type.StrictArray => ReadStrictArray(depth),
            (Amf0Type)SwitchToAmf3 => ReadAmf3(),
            _ => null,
        };
        value = _reader.Failed ? null : value;
        return value is not null;
    }

    private string ReadText(uint length)
    {
        // A length beyond the bytes at hand makes the reader fail before anything is allocated.
        ReadOnlySpan<byte> text = _reader.ReadBytes(length > int.MaxValue ? int.MaxValue : (int)length);
        return Encoding.UTF8.GetString(text);
    }

    private Amf0Value? ReadObject(int depth) =>
        TryReadProperties(depth, out List<Amf0Property> properties) ? Amf0Value.Object(properties) : null;

    private Amf0Value? ReadTypedObject(int depth)
    {
        string className = ReadText(_reader.ReadUInt16());
        return TryReadProperties(depth, out List<Amf0Property> properties) ? Amf0Value.TypedObject(className, properties) : null;
    }

    private Amf0Value? ReadEcmaArray(int depth)
    {
        // 2.10: the count is a hint, and real encoders get it wrong; the end marker decides.
        _reader.Skip(4);
        return TryReadProperties(depth, out List<Amf0Property> properties) ? Amf0Value.EcmaArray(properties) : null;
    }

    private Amf0Value? ReadStrictArray(int depth)
    {
        uint count = _reader.ReadUInt32();
        List<Amf0Value> items = [];
        for (uint i = 0; i < count; i++)
        {
            if (!TryRead(depth + 1, out Amf0Value? item))
            {
                return null;
            }

            items.Add(item);
        }

        return Amf0Value.StrictArray(items);
    }

    private Amf0Value? ReadAmf3()
    {
        HasReadAmf3 = true;
        Amf3Reader reader = new(_reader.Rest);
        if (!reader.TryRead(out Amf3Value? value) || !_conversion.TryConvert(value, out Amf0Value? converted))
        {
            return null;
        }

        _reader.Skip(reader.Consumed);
        _values += reader.ValuesRead;
        return converted;
    }

    private bool TryReadProperties(int depth, out List<Amf0Property> properties)
    {
        properties = [];
        while (!_reader.Failed)
        {
            ushort nameLength = _reader.ReadUInt16();
            if (nameLength == 0 && _reader.Rest is [ObjectEnd, ..])
            {
                _reader.Skip(1);
                return true;
            }

            string name = ReadText(nameLength);
            if (!TryRead(depth + 1, out Amf0Value? value))
            {
                return false;
            }

            properties.Add(new Amf0Property(name, value));
        }

        return false;
    }
}
