using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Text;

namespace Protocols.Rtmp;

/// <summary>Writes AMF3 values (AMF 3 specification, 2013).</summary>
/// <remarks>
/// Text that was written before is written as a reference. Objects and traits are written whole each time, which the
/// specification allows.
/// </remarks>
public sealed class Amf3Writer
{
    private const uint IsHere = 1;
    private const uint TraitsAreHere = 2;
    private const uint IsDynamic = 8;

    private readonly ArrayBufferWriter<byte> _output = new();
    private readonly Dictionary<string, uint> _texts = [];

    /// <summary>What has been written so far.</summary>
    public ReadOnlyMemory<byte> Written => _output.WrittenMemory;

    /// <summary>Writes values one after the other.</summary>
    public static ReadOnlyMemory<byte> Write(params ReadOnlySpan<Amf3Value> values)
    {
        Amf3Writer writer = new();
        foreach (Amf3Value value in values)
        {
            writer.Write(value);
        }

        return writer.Written;
    }

    /// <summary>Writes one value.</summary>
    public void Write(Amf3Value value)
    {
        WriteByte((byte)value.Type);
        switch (value.Type)
        {
            case Amf3Type.Integer:
                WriteUInt29((uint)(int)value.Number & 0x1FFFFFFF);
                break;
            case Amf3Type.Double:
                WriteDouble(value.Number);
                break;
            case Amf3Type.String:
                WriteText(value.Text);
                break;
            case Amf3Type.Date:
                WriteUInt29(IsHere);
                WriteDouble(value.Number);
                break;
            case Amf3Type.Xml or Amf3Type.XmlDocument:
                WriteBytes(Encoding.UTF8.GetBytes(value.Text));
                break;
            case Amf3Type.ByteArray:
                WriteBytes(value.Bytes.Span);
                break;
            case Amf3Type.Array:
                WriteCount(value.Items.Count);
                WriteProperties(value.Properties, 0);
                WriteAll(value.Items);
                break;
            case Amf3Type.Object:
                WriteObject(value);
                break;
            case >= Amf3Type.VectorOfInt and <= Amf3Type.VectorOfObject:
                WriteVector(value);
                break;
            case Amf3Type.Dictionary:
                WriteDictionary(value);
                break;
        }
    }

    private void WriteAll(IReadOnlyList<Amf3Value> values)
    {
        foreach (Amf3Value value in values)
        {
            Write(value);
        }
    }

    private void WriteProperties(IReadOnlyList<Amf3Property> properties, int first)
    {
        for (int i = first; i < properties.Count; i++)
        {
            WriteText(properties[i].Name);
            Write(properties[i].Value);
        }

        WriteText("");
    }

    private void WriteObject(Amf3Value value)
    {
        WriteUInt29((uint)value.Declared << 4 | (value.IsDynamic ? IsDynamic : 0) | TraitsAreHere | IsHere);
        WriteText(value.Text);
        for (int i = 0; i < value.Declared; i++)
        {
            WriteText(value.Properties[i].Name);
        }

        for (int i = 0; i < value.Declared; i++)
        {
            Write(value.Properties[i].Value);
        }

        if (value.IsDynamic)
        {
            WriteProperties(value.Properties, value.Declared);
        }
    }

    private void WriteVector(Amf3Value value)
    {
        WriteCount(value.Items.Count);
        WriteByte(value.Flag ? (byte)1 : (byte)0);
        if (value.Type == Amf3Type.VectorOfObject)
        {
            WriteText(value.Text);
            WriteAll(value.Items);
            return;
        }

        foreach (Amf3Value item in value.Items)
        {
            if (value.Type == Amf3Type.VectorOfDouble)
            {
                WriteDouble(item.Number);
            }
            else
            {
                BinaryPrimitives.WriteUInt32BigEndian(_output.GetSpan(4), unchecked((uint)(long)item.Number));
                _output.Advance(4);
            }
        }
    }

    private void WriteDictionary(Amf3Value value)
    {
        WriteCount(value.Entries.Count);
        WriteByte(value.Flag ? (byte)1 : (byte)0);
        foreach (Amf3Entry entry in value.Entries)
        {
            Write(entry.Key);
            Write(entry.Value);
        }
    }

    private void WriteText(string text)
    {
        if (_texts.TryGetValue(text, out uint index))
        {
            WriteUInt29(index << 1);
            return;
        }

        if (text.Length > 0)
        {
            _texts.Add(text, (uint)_texts.Count);
        }

        WriteBytes(Encoding.UTF8.GetBytes(text));
    }

    private void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        WriteCount(bytes.Length);
        _output.Write(bytes);
    }

    private void WriteCount(int count) => WriteUInt29((uint)count << 1 | IsHere);

    private void WriteUInt29(uint value)
    {
        switch (value)
        {
            case < 0x80:
                WriteByte((byte)value);
                break;
            case < 0x4000:
                WriteByte((byte)(value >> 7 | 0x80));
                WriteByte((byte)(value & 0x7F));
                break;
            case < 0x200000:
                WriteByte((byte)(value >> 14 | 0x80));
                WriteByte((byte)(value >> 7 | 0x80));
                WriteByte((byte)(value & 0x7F));
                break;
            default:
                WriteByte((byte)(value >> 22 | 0x80));
                WriteByte((byte)(value >> 15 | 0x80));
                WriteByte((byte)(value >> 8 | 0x80));
                WriteByte((byte)value);
                break;
        }
    }

    private void WriteByte(byte value) => _output.Write<byte>([value]);

    private void WriteDouble(double value)
    {
        BinaryPrimitives.WriteDoubleBigEndian(_output.GetSpan(8), value);
        _output.Advance(8);
    }
}
