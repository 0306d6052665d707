using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Protocols.Core;

namespace Protocols.Rtmp;

/// <summary>Reads AMF3 values off the wire (AMF 3 specification, 2013).</summary>
/// <remarks>
/// <para>What a peer can make it hold is bounded: <see cref="MaxDepth"/> levels, <see cref="MaxValues"/> values per reader,
/// and no text longer than the bytes at hand. Counts are never used to size anything. A reference leads to the object that
/// was read before; one to an object that is not finished would make a cycle and is refused.</para>
/// <para>Not read: objects that a class writes in a way of its own ("externalizable"), since only the class knows it.</para>
/// </remarks>
public ref struct Amf3Reader(ReadOnlySpan<byte> bytes)
{
    /// <summary>How deep objects, arrays and dictionaries may be nested.</summary>
    public const int MaxDepth = 32;

    /// <summary>How many values one reader reads, nested ones and references included.</summary>
    public const int MaxValues = 4096;

    private readonly int _length = bytes.Length;
    private readonly List<string> _texts = [];
    private readonly List<Amf3Value?> _objects = [];
    private readonly List<Amf3Traits> _traits = [];
    private SpanReader _reader = new(bytes);

    /// <summary>Whether all bytes have been read.</summary>
    public readonly bool AtEnd => _reader.Remaining == 0;

    /// <summary>Bytes read so far.</summary>
    public readonly int Consumed => _length - _reader.Remaining;

    /// <summary>Values read so far, nested ones included.</summary>
    public int ValuesRead { get; private set; }

    /// <summary>Reads the next value.</summary>
    /// <returns>
    /// False when the bytes are not a complete AMF3 value, or exceed the limits; nothing more can be read then.
    /// </returns>
    public bool TryRead([NotNullWhen(true)] out Amf3Value? value) => TryRead(0, out value);

    private bool TryRead(int depth, [NotNullWhen(true)] out Amf3Value? value)
    {
        value = null;
        if (depth > MaxDepth || ++ValuesRead > MaxValues || AtEnd)
        {
            return false;
        }

        Amf3Type type = (Amf3Type)_reader.ReadByte();
        value = type switch
        {
            Amf3Type.Undefined => Amf3Value.Undefined,
            Amf3Type.Null => Amf3Value.Null,
            Amf3Type.False => Amf3Value.Of(false),
            Amf3Type.True => Amf3Value.Of(true),
            Amf3Type.Integer => Amf3Value.Of(ReadInteger()),
            Amf3Type.Double => Amf3Value.Double(_reader.ReadDouble()),
            Amf3Type.String => TryReadText(out string text) ? Amf3Value.Of(text) : null,
            >= Amf3Type.XmlDocument and <= Amf3Type.Dictionary => ReadReferable(type, depth),
            _ => null,
        };
        value = _reader.Failed ? null : value;
        return value is not null;
    }

    // 3.1: the low bit says whether the object follows, or the other bits are the index of one that was read before.
    private Amf3Value? ReadReferable(Amf3Type type, int depth)
    {
        uint header = ReadUInt29();
        if ((header & 1) == 0)
        {
            int index = (int)(header >> 1);
            return index < _objects.Count && _objects[index] is { } known && known.Type == type ? known : null;
        }

        int own = _objects.Count;
        _objects.Add(null);
        int count = (int)(header >> 1);
        Amf3Value? value = type switch
        {
            Amf3Type.XmlDocument => Amf3Value.Xml(ReadText(count), true),
            Amf3Type.Xml => Amf3Value.Xml(ReadText(count)),
            Amf3Type.Date => Amf3Value.Date(_reader.ReadDouble()),
            Amf3Type.ByteArray => Amf3Value.ByteArray(_reader.ReadBytes(count).ToArray()),
            Amf3Type.Array => ReadArray(count, depth),
            Amf3Type.Object => ReadObject(header, depth),
            Amf3Type.Dictionary => ReadDictionary(count, depth),
            _ => ReadVector(type, count, depth),
        };
        _objects[own] = value;
        return value;
    }

    // 1.3.1: seven bits in each of up to three bytes, whose high bit says that more follow; eight in the fourth.
    private uint ReadUInt29()
    {
        uint value = 0;
        for (int i = 0; i < 3; i++)
        {
            byte one = _reader.ReadByte();
            value = value << 7 | (one & 0x7Fu);
            if (one < 0x80)
            {
                return value;
            }
        }

        return value << 8 | _reader.ReadByte();
    }

    private int ReadInteger() => (int)(ReadUInt29() << 3) >> 3;

    private string ReadText(int length) => Encoding.UTF8.GetString(_reader.ReadBytes(length));

    private bool TryReadText(out string text)
    {
        uint header = ReadUInt29();
        int number = (int)(header >> 1);
        if ((header & 1) == 0)
        {
            text = number < _texts.Count ? _texts[number] : "";
            return number < _texts.Count;
        }

        text = ReadText(number);
        if (number > 0)
        {
            // 1.3.2: the empty text is never sent as a reference.
            _texts.Add(text);
        }

        return !_reader.Failed;
    }

    private bool TryReadItems(int count, int depth, out List<Amf3Value> items)
    {
        items = [];
        for (int i = 0; i < count; i++)
        {
            if (!TryRead(depth + 1, out Amf3Value? item))
            {
                return false;
            }

            items.Add(item);
        }

        return true;
    }

    // Named values until an empty name.
    private bool TryReadProperties(int depth, List<Amf3Property> properties)
    {
        while (TryReadText(out string name))
        {
            if (name.Length == 0)
            {
                return true;
            }

            if (!TryRead(depth + 1, out Amf3Value? value))
            {
                return false;
            }

            properties.Add(new Amf3Property(name, value));
        }

        return false;
    }

    private Amf3Value? ReadArray(int count, int depth)
    {
        List<Amf3Property> properties = [];
        return TryReadProperties(depth, properties) && TryReadItems(count, depth, out List<Amf3Value> items)
            ? Amf3Value.Array(properties, items)
            : null;
    }

    private Amf3Value? ReadObject(uint header, int depth)
    {
        if (ReadTraits(header) is not { } traits)
        {
            return null;
        }

        List<Amf3Property> properties = [];
        foreach (string member in traits.Members)
        {
            if (!TryRead(depth + 1, out Amf3Value? value))
            {
                return null;
            }

            properties.Add(new Amf3Property(member, value));
        }

        return !traits.IsDynamic || TryReadProperties(depth, properties)
            ? Amf3Value.Object(traits.ClassName, traits.Members.Count, traits.IsDynamic, properties)
            : null;
    }

    // 3.12: bit 1 says whether the traits follow, bit 2 whether the class writes in its own way, bit 3 whether there may be
    // more properties than it declares; then comes how many it declares.
    private Amf3Traits? ReadTraits(uint header)
    {
        if ((header & 2) == 0)
        {
            int index = (int)(header >> 2);
            return index < _traits.Count ? _traits[index] : null;
        }

        bool isExternalizable = (header & 4) != 0;
        int count = (int)(header >> 4);
        if (isExternalizable || count > MaxValues || !TryReadText(out string className))
        {
            return null;
        }

        List<string> members = [];
        while (members.Count < count)
        {
            if (!TryReadText(out string member))
            {
                return null;
            }

            members.Add(member);
        }

        Amf3Traits traits = new(className, (header & 8) != 0, members);
        _traits.Add(traits);
        return traits;
    }

    private Amf3Value? ReadVector(Amf3Type type, int count, int depth)
    {
        bool isFixed = _reader.ReadByte() != 0;
        string className = "";
        if (type == Amf3Type.VectorOfObject)
        {
            return TryReadText(out className) && TryReadItems(count, depth, out List<Amf3Value> objects)
                ? Amf3Value.Vector(type, className, isFixed, objects)
                : null;
        }

        ValuesRead += Math.Min(count, MaxValues);
        if (ValuesRead > MaxValues)
        {
            return null;
        }

        List<Amf3Value> items = [];
        while (items.Count < count && !_reader.Failed)
        {
            items.Add(type switch
            {
                Amf3Type.VectorOfInt => Amf3Value.Double((int)_reader.ReadUInt32()),
                Amf3Type.VectorOfUInt => Amf3Value.Double(_reader.ReadUInt32()),
                _ => Amf3Value.Double(_reader.ReadDouble()),
            });
        }

        return Amf3Value.Vector(type, className, isFixed, items);
    }

    private Amf3Value? ReadDictionary(int count, int depth)
    {
        bool hasWeakKeys = _reader.ReadByte() != 0;
        List<Amf3Entry> entries = [];
        for (int i = 0; i < count; i++)
        {
            if (!TryRead(depth + 1, out Amf3Value? key) || !TryRead(depth + 1, out Amf3Value? value))
            {
                return null;
            }

            entries.Add(new Amf3Entry(key, value));
        }

        return Amf3Value.Dictionary(hasWeakKeys, entries);
    }
}
