using System.Text.Encodings.Web;
using System.Text.Json;

namespace Results.Recording;

/// <summary>How our JSON files look.</summary>
internal static class JsonLayout
{
    /// <summary>Indented, lines end in LF everywhere, and the user's characters stay as they are.</summary>
    public static JsonWriterOptions Options { get; } =
        new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
