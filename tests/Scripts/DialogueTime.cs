using System.Globalization;
using Protocols.Core;

namespace Tests.Scripts;

/// <summary>When a line of a dialogue happens: <c>0.100</c> after the start, <c>+0.1</c> after the line before, or <c>*</c>, at any time.</summary>
/// <param name="IsAny">Whether the time does not matter.</param>
/// <param name="IsRelative">Whether it counts from the line before.</param>
/// <param name="Offset">How long after the start or the line before.</param>
internal readonly record struct DialogueTime(bool IsAny, bool IsRelative, Duration Offset)
{
    /// <summary>Reads a time in seconds; at most nanoseconds are kept.</summary>
    public static bool TryParse(string text, out DialogueTime time)
    {
        time = new DialogueTime(text == "*", text.StartsWith('+'), Duration.Zero);
        if (time.IsAny)
        {
            return true;
        }

        bool isNumber = decimal.TryParse(
            text.TrimStart('+'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal seconds);
        time = time with { Offset = Duration.FromNanoseconds((long)(seconds * 1_000_000_000)) };
        return isNumber;
    }

    /// <summary>The instant it stands for.</summary>
    public Instant After(Instant previous) => IsRelative ? previous + Offset : Instant.Zero + Offset;
}
