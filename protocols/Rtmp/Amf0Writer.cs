using System;
using System.Buffers;
using System.Collections.Generic;
using System.Text;
using Protocols.Core;

namespace Protocols.Rtmp;

/// <summary>Writes AMF0 values (AMF 0 specification, 2007).</summary>
public sealed class Amf0Writer
{
    private const byte ObjectEnd = 9;

    private readonly ArrayBufferWriter<byte> _output = new();

    /// <summary>What has been written so far.</summary>
    public ReadOnlyMemory<byte> Written => _output.WrittenMemory;

    /// <summary>Writes values one after the other.</summary>
    public static ReadOnlyMemory<byte> Write(params ReadOnlySpan<Amf0Value> values)
    {
        Amf0Writer writer = new();
        foreach (Amf0Value value in values)
        {
            writer.Write(value);
        }

        return writer.Written;
    }

    /// <summary>Writes one value.</summary>
    /// <exception cref="ArgumentException">A name is longer than 65,535 bytes.</exception>
    public void Write(Amf0Value value)
    {
        WriteByte((byte)value.Type);
        switch (value.Type)
        {
            case Amf0Type.Number:
                WriteDouble(value.Number);
                break;
            case Amf0Type.Boolean:
                WriteByte(value.Boolean ? (byte)1 : (byte)0);
                break;
            case Amf0Type.String:
                WriteName(value.Text);
                break;
            case Amf0Type.LongString or Amf0Type.XmlDocument:
                WriteUInt32((uint)Encoding.UTF8.GetByteCount(value.Text));
                Encoding.UTF8.GetBytes(value.Text, _output);
                break;
            case Amf0Type.Date:
                WriteDouble(value.Number);
                WriteUInt16((ushort)value.TimeZone);
                break;
            case Amf0Type.Object:
                WriteProperties(value.Properties);
                break;
            case Amf0Type.TypedObject:
                WriteName(value.Text);
                WriteProperties(value.Properties);
                break;
            case Amf0Type.EcmaArray:
                WriteUInt32((uint)value.Properties.Count);
                WriteProperties(value.Properties);
                break;
            case Amf0Type.StrictArray:
                WriteItems(value.Items);
                break;
        }
    }

    private void WriteProperties(IReadOnlyList<Amf0Property> properties)
    {
        foreach (Amf0Property property in properties)
        {
            WriteName(property.Name);
            Write(property.Value);
        }

        WriteUInt16(0);
        WriteByte(ObjectEnd);
    }

    private void WriteItems(IReadOnlyList<Amf0Value> items)
    {
        WriteUInt32((uint)items.Count);
        foreach (Amf0Value item in items)
        {
            Write(item);
        }
    }

    private void WriteName(string name)
    {
        int length = Encoding.UTF8.GetByteCount(name);
        if (length > ushort.MaxValue)
        {
            throw new ArgumentException($"a name or short string of {length} bytes does not fit 16 bits", nameof(name));
        }

        WriteUInt16((ushort)length);
        Encoding.UTF8.GetBytes(name, _output);
    }

    private void WriteByte(byte value) => _output.Write<byte>([value]);

    private void WriteUInt16(ushort value)
    {
        Span<byte> bytes = stackalloc byte[2];
        SpanWriter writer = new(bytes);
        writer.WriteUInt16(value);
        _output.Write(bytes);
    }

    private void WriteUInt32(uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        SpanWriter writer = new(bytes);
        writer.WriteUInt32(value);
        _output.Write(bytes);
    }

    private void WriteDouble(double value)
    {
        Span<byte> bytes = stackalloc byte[8];
        SpanWriter writer = new(bytes);
        writer.WriteDouble(value);
        _output.Write(bytes);
    }
}
