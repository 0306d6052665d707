using System.Text.Json;
using Protocols.Core;

namespace Results.Recording;

/// <summary>
/// Times in JSON: seconds as exact decimal numbers, so that reading a file gives back the very same instant.
/// </summary>
internal static class JsonTimes
{
    public static void WriteSeconds(this Utf8JsonWriter json, string name, Duration time) =>
        json.WriteNumber(name, (decimal)time.Picoseconds / Duration.PicosecondsPerSecond);

    public static void WriteSeconds(this Utf8JsonWriter json, string name, Instant at) =>
        json.WriteSeconds(name, at.SinceStart);

    public static void WriteSeconds(this Utf8JsonWriter json, string name, Duration? time)
    {
        if (time is Duration present)
        {
            json.WriteSeconds(name, present);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    public static void WriteSeconds(this Utf8JsonWriter json, string name, Instant? at) =>
        json.WriteSeconds(name, at?.SinceStart);
}
