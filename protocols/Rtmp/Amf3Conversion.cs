using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;

namespace Protocols.Rtmp;

/// <summary>Turns AMF3 values into the AMF0 values that commands and metadata are kept in.</summary>
/// <remarks>
/// A value that is referred to often becomes as many copies, so their number is limited like that of values read. What
/// AMF0 has no word for (byte arrays, vectors, dictionaries) becomes the value unsupported.
/// </remarks>
internal struct Amf3Conversion
{
    private int _values;

    /// <summary>Converts one value and what it holds.</summary>
    /// <returns>False when that would be more than <see cref="Amf0Reader.MaxValues"/> values, this conversion's earlier ones included.</returns>
    public bool TryConvert(Amf3Value value, [NotNullWhen(true)] out Amf0Value? converted)
    {
        converted = null;
        if (++_values > Amf0Reader.MaxValues)
        {
            return false;
        }

        converted = value.Type switch
        {
            Amf3Type.Undefined => Amf0Value.Undefined,
            Amf3Type.Null => Amf0Value.Null,
            Amf3Type.False => Amf0Value.Of(false),
            Amf3Type.True => Amf0Value.Of(true),
            Amf3Type.Integer or Amf3Type.Double => Amf0Value.Of(value.Number),
            Amf3Type.String => Amf0Value.Of(value.Text),
            Amf3Type.Xml or Amf3Type.XmlDocument => Amf0Value.XmlDocument(value.Text),
            Amf3Type.Date => Amf0Value.Date(value.Number, 0),
            Amf3Type.Array when value.Properties.Count == 0 => ConvertItems(value),
            Amf3Type.Array or Amf3Type.Object => ConvertProperties(value),
            _ => Amf0Value.Unsupported,
        };
        return converted is not null;
    }

    private Amf0Value? ConvertItems(Amf3Value array)
    {
        List<Amf0Value> items = [];
        foreach (Amf3Value item in array.Items)
        {
            if (!TryConvert(item, out Amf0Value? converted))
            {
                return null;
            }

            items.Add(converted);
        }

        return Amf0Value.StrictArray(items);
    }

    private Amf0Value? ConvertProperties(Amf3Value value)
    {
        List<Amf0Property> properties = [];
        foreach (Amf3Property property in value.Properties)
        {
            if (!TryConvert(property.Value, out Amf0Value? converted))
            {
                return null;
            }

            properties.Add(new Amf0Property(property.Name, converted));
        }

        return value.Type == Amf3Type.Array ? Amf0Value.EcmaArray(properties)
            : value.Text.Length > 0 ? Amf0Value.TypedObject(value.Text, properties)
            : Amf0Value.Object(properties);
    }
}
