using System.Collections.Generic;
using System.Text;

namespace Protocols.Rtmp;

/// <summary>A value of AMF0, the notation of RTMP's commands and metadata (AMF 0 specification, 2007).</summary>
public sealed class Amf0Value
{
    private Amf0Value(Amf0Type type) => Type = type;

    /// <summary>The value null.</summary>
    public static Amf0Value Null { get; } = new(Amf0Type.Null);

    /// <summary>The value undefined.</summary>
    public static Amf0Value Undefined { get; } = new(Amf0Type.Undefined);

    /// <summary>The value that stands for what could not be expressed.</summary>
    public static Amf0Value Unsupported { get; } = new(Amf0Type.Unsupported);

    /// <summary>What it is.</summary>
    public Amf0Type Type { get; }

    /// <summary>A number; a Boolean as 0 or 1; a date's milliseconds since 1970; else 0.</summary>
    public double Number { get; private init; }

    /// <summary>Whether a Boolean is true.</summary>
    public bool Boolean => Type == Amf0Type.Boolean && Number != 0;

    /// <summary>A string's text of either length, an XML document's, or a typed object's class; else empty.</summary>
    public string Text { get; private init; } = "";

    /// <summary>A date's time zone in minutes; the specification wants 0.</summary>
    public short TimeZone { get; private init; }

    /// <summary>The named values of an object or ECMA array, in the order of the wire.</summary>
    public IReadOnlyList<Amf0Property> Properties { get; private init; } = [];

    /// <summary>The values of a strict array.</summary>
    public IReadOnlyList<Amf0Value> Items { get; private init; } = [];

    /// <summary>Whether this is text of either length.</summary>
    public bool IsText => Type is Amf0Type.String or Amf0Type.LongString;

    /// <summary>The first property of that name; null when there is none.</summary>
    public Amf0Value? this[string name]
    {
        get
        {
            foreach (Amf0Property property in Properties)
            {
                if (property.Name == name)
                {
                    return property.Value;
                }
            }

            return null;
        }
    }

    /// <summary>A number.</summary>
    public static Amf0Value Of(double number) => new(Amf0Type.Number) { Number = number };

    /// <summary>A Boolean.</summary>
    public static Amf0Value Of(bool value) => new(Amf0Type.Boolean) { Number = value ? 1 : 0 };

    /// <summary>Text: a string, or a long string when it does not fit one.</summary>
    public static Amf0Value Of(string text) =>
        new(Encoding.UTF8.GetByteCount(text) > ushort.MaxValue ? Amf0Type.LongString : Amf0Type.String) { Text = text };

    /// <summary>A long string, whatever its length.</summary>
    public static Amf0Value LongString(string text) => new(Amf0Type.LongString) { Text = text };

    /// <summary>An XML document.</summary>
    public static Amf0Value XmlDocument(string text) => new(Amf0Type.XmlDocument) { Text = text };

    /// <summary>A date.</summary>
    public static Amf0Value Date(double millisecondsSince1970, short timeZone) =>
        new(Amf0Type.Date) { Number = millisecondsSince1970, TimeZone = timeZone };

    /// <summary>An object.</summary>
    public static Amf0Value Object(params IReadOnlyList<Amf0Property> properties) =>
        new(Amf0Type.Object) { Properties = properties };

    /// <summary>An object of a named class.</summary>
    public static Amf0Value TypedObject(string className, params IReadOnlyList<Amf0Property> properties) =>
        new(Amf0Type.TypedObject) { Text = className, Properties = properties };

    /// <summary>An ECMA array.</summary>
    public static Amf0Value EcmaArray(params IReadOnlyList<Amf0Property> properties) =>
        new(Amf0Type.EcmaArray) { Properties = properties };

    /// <summary>A strict array.</summary>
    public static Amf0Value StrictArray(params IReadOnlyList<Amf0Value> items) => new(Amf0Type.StrictArray) { Items = items };
}
