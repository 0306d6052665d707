using System;
using System.Collections.Generic;

namespace Protocols.Rtmp;

/// <summary>A value of AMF3, which Flash clients may use in commands and data (AMF 3 specification, 2013).</summary>
/// <remarks>A value that was sent once and referred to again is one object here; there are no cycles.</remarks>
public sealed class Amf3Value
{
    /// <summary>The largest number that is an <see cref="Amf3Type.Integer"/>.</summary>
    public const int MaxInteger = (1 << 28) - 1;

    /// <summary>The smallest number that is an <see cref="Amf3Type.Integer"/>.</summary>
    public const int MinInteger = -(1 << 28);

    private Amf3Value(Amf3Type type) => Type = type;

    /// <summary>The value undefined.</summary>
    public static Amf3Value Undefined { get; } = new(Amf3Type.Undefined);

    /// <summary>The value null.</summary>
    public static Amf3Value Null { get; } = new(Amf3Type.Null);

    /// <summary>What it is.</summary>
    public Amf3Type Type { get; }

    /// <summary>A number, or a date's milliseconds since 1970; else 0.</summary>
    public double Number { get; private init; }

    /// <summary>A string's text, an XML document's, an object's class or that of a vector's elements; else empty.</summary>
    public string Text { get; private init; } = "";

    /// <summary>The bytes of a byte array.</summary>
    public ReadOnlyMemory<byte> Bytes { get; private init; }

    /// <summary>The values without names of an array, or the elements of a vector.</summary>
    public IReadOnlyList<Amf3Value> Items { get; private init; } = [];

    /// <summary>The named values of an object or array, in the order of the wire.</summary>
    public IReadOnlyList<Amf3Property> Properties { get; private init; } = [];

    /// <summary>How many of an object's properties its class declares; they come first.</summary>
    public int Declared { get; private init; }

    /// <summary>Whether an object may have properties that its class does not declare.</summary>
    public bool IsDynamic { get; private init; }

    /// <summary>Whether a vector has a fixed length, or a dictionary weak keys.</summary>
    public bool Flag { get; private init; }

    /// <summary>The pairs of a dictionary.</summary>
    public IReadOnlyList<Amf3Entry> Entries { get; private init; } = [];

    /// <summary>The first property of that name; null when there is none.</summary>
    public Amf3Value? this[string name]
    {
        get
        {
            foreach (Amf3Property property in Properties)
            {
                if (property.Name == name)
                {
                    return property.Value;
                }
            }

            return null;
        }
    }

    /// <summary>A Boolean.</summary>
    public static Amf3Value Of(bool value) => new(value ? Amf3Type.True : Amf3Type.False);

    /// <summary>A number: an integer if it is one of 29 bits, else a double.</summary>
    public static Amf3Value Of(double number)
    {
        // Minus zero is a double.
        bool fits = number is >= MinInteger and <= MaxInteger && (int)number == number && (number != 0 || !double.IsNegative(number));
        return new Amf3Value(fits ? Amf3Type.Integer : Amf3Type.Double) { Number = number };
    }

    /// <summary>A double, even if it is whole.</summary>
    public static Amf3Value Double(double number) => new(Amf3Type.Double) { Number = number };

    /// <summary>Text.</summary>
    public static Amf3Value Of(string text) => new(Amf3Type.String) { Text = text };

    /// <summary>An XML document of the new kind, or of the old one.</summary>
    public static Amf3Value Xml(string text, bool isOld = false) =>
        new(isOld ? Amf3Type.XmlDocument : Amf3Type.Xml) { Text = text };

    /// <summary>A date.</summary>
    public static Amf3Value Date(double millisecondsSince1970) => new(Amf3Type.Date) { Number = millisecondsSince1970 };

    /// <summary>Bytes.</summary>
    public static Amf3Value ByteArray(ReadOnlyMemory<byte> bytes) => new(Amf3Type.ByteArray) { Bytes = bytes };

    /// <summary>An array of named values and values without names.</summary>
    public static Amf3Value Array(IReadOnlyList<Amf3Property> properties, IReadOnlyList<Amf3Value> items) =>
        new(Amf3Type.Array) { Properties = properties, Items = items };

    /// <summary>An object without a class.</summary>
    public static Amf3Value Object(params IReadOnlyList<Amf3Property> properties) => Object("", 0, true, properties);

    /// <summary>An object.</summary>
    /// <param name="className">Its class; empty for none.</param>
    /// <param name="declared">How many of the properties the class declares.</param>
    /// <param name="isDynamic">Whether there may be more.</param>
    /// <param name="properties">The properties, the declared ones first.</param>
    public static Amf3Value Object(string className, int declared, bool isDynamic, IReadOnlyList<Amf3Property> properties) =>
        new(Amf3Type.Object) { Text = className, Declared = declared, IsDynamic = isDynamic, Properties = properties };

    /// <summary>A vector of one of the four types.</summary>
    /// <param name="type">Which.</param>
    /// <param name="className">The class of the elements of a vector of objects; else empty.</param>
    /// <param name="isFixed">Whether its length is fixed.</param>
    /// <param name="items">The elements.</param>
    public static Amf3Value Vector(Amf3Type type, string className, bool isFixed, IReadOnlyList<Amf3Value> items) =>
        new(type) { Text = className, Flag = isFixed, Items = items };

    /// <summary>A dictionary.</summary>
    public static Amf3Value Dictionary(bool hasWeakKeys, IReadOnlyList<Amf3Entry> entries) =>
        new(Amf3Type.Dictionary) { Flag = hasWeakKeys, Entries = entries };
}
