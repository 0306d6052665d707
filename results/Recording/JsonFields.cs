using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Protocols.Core;

namespace Results.Recording;

/// <summary>Reads what <see cref="JsonTimes"/> and the manifest wrote, by key.</summary>
internal static class JsonFields
{
    public static string Text(this JsonElement json, string name) =>
        json.OptionalText(name) ?? throw new FormatException($"{name} is null.");

    public static string? OptionalText(this JsonElement json, string name) => json.GetProperty(name).GetString();

    public static IReadOnlyList<string> Texts(this JsonElement json, string name) =>
        [.. json.GetProperty(name).EnumerateArray().Select(text => text.GetString() ?? "")];

    public static Duration Seconds(this JsonElement json, string name) =>
        new(decimal.ToInt64(json.GetProperty(name).GetDecimal() * Duration.PicosecondsPerSecond));

    public static Instant Instant(this JsonElement json, string name) =>
        Protocols.Core.Instant.Zero + json.Seconds(name);

    public static Instant? OptionalInstant(this JsonElement json, string name) =>
        json.GetProperty(name).ValueKind == JsonValueKind.Null ? null : json.Instant(name);
}
