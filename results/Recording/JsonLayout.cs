using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Results.Recording;

/// <summary>How our JSON files look.</summary>
internal static class JsonLayout
{
    /// <summary>Indented, lines end in LF everywhere, and the user's characters stay as they are.</summary>
    public static JsonWriterOptions Options { get; } =
        new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The same JSON laid out like this.</summary>
    public static string Indent(string json)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, Options))
        {
            JsonElement.Parse(json).WriteTo(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
