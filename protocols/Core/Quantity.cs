using System;
using System.Globalization;

namespace Protocols.Core;

/// <summary>Splits what a user writes as a quantity, <c>10 Mbit/s</c>, into its number and its unit.</summary>
internal static class Quantity
{
    /// <summary>Splits "12.5 ms" into 12.5 and "ms"; the space may be missing, the unit may be empty.</summary>
    public static bool TrySplit(string text, out decimal number, out string unit)
    {
        ReadOnlySpan<char> trimmed = text.AsSpan().Trim();
        int end = 0;
        while (end < trimmed.Length && (char.IsAsciiDigit(trimmed[end]) || trimmed[end] is '.' or '-' or '+'))
        {
            end++;
        }

        unit = trimmed[end..].Trim().ToString();
        const NumberStyles Style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;
        return decimal.TryParse(trimmed[..end], Style, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>Multiplies and rounds half away from zero; false when the product does not fit.</summary>
    public static bool TryScale(decimal number, long scale, out long product)
    {
        decimal limit = (decimal)long.MaxValue / scale;
        bool fits = number <= limit && number >= -limit;
        product = fits ? (long)Math.Round(number * scale, MidpointRounding.AwayFromZero) : 0;
        return fits;
    }
}
