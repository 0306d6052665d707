using System;
using System.Buffers;
using System.Globalization;
using System.IO;
using System.Text;
using Protocols.Core;

namespace Results.Recording;

/// <summary>
/// Writes lines of separated values (RFC 4180, lines end in LF) without a string per number: a run writes a million
/// of them. Times are printed from integers, so that the same run gives the same bytes on every machine.
/// </summary>
internal sealed class CsvWriter : IDisposable
{
    private const int FlushAt = 1 << 16;

    // No number is longer: a double with decimals may have 309 digits before the point.
    private const int LongestField = 400;

    private readonly Stream _stream;
    private readonly char _separator;
    private readonly ArrayBufferWriter<byte> _buffer = new(FlushAt + LongestField);
    private readonly SearchValues<char> _quoted;
    private bool _lineBegun;

    public CsvWriter(Stream stream, char separator = ',')
    {
        _stream = stream;
        _separator = separator;
        _quoted = SearchValues.Create($"{separator}\"\r\n");
    }

    /// <summary>A whole line as it is: the header.</summary>
    public void Header(string line)
    {
        Append(line);
        EndLine();
    }

    public void EndLine()
    {
        Append("\n");
        _lineBegun = false;
        if (_buffer.WrittenCount >= FlushAt)
        {
            Flush();
        }
    }

    /// <summary>A time in seconds with six decimals, rounded down to the microsecond.</summary>
    public void Seconds(Instant at) => Seconds(at.SinceStart);

    /// <summary>A length of time in seconds with six decimals, rounded towards zero.</summary>
    public void Seconds(Duration time) => Thousandths(time.WholeMicroseconds, 1_000_000, "D6");

    /// <summary>A length of time in milliseconds with three decimals, rounded towards zero.</summary>
    public void Milliseconds(Duration time) => Thousandths(time.WholeMicroseconds, 1_000, "D3");

    public void Integer(long value)
    {
        Separate();
        Format(value, default);
    }

    /// <summary>A number, or nothing between the separators where there is none.</summary>
    public void Integer(long? value)
    {
        Separate();
        if (value is long present)
        {
            Format(present, default);
        }
    }

    /// <summary>A real number in a fixed format such as <c>F2</c>; nothing where it is not finite.</summary>
    public void Real(double value, string format)
    {
        Separate();
        if (double.IsFinite(value))
        {
            Format(value, format);
        }
    }

    public void Flag(bool value) => Integer(value ? 1 : 0);

    public void Text(string value)
    {
        Separate();
        bool quote = value.AsSpan().ContainsAny(_quoted);
        Append(quote ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value);
    }

    public void Dispose() => Flush();

    private void Thousandths(long microseconds, long scale, string fraction)
    {
        Separate();
        if (microseconds < 0)
        {
            Append("-");
        }

        long size = Math.Abs(microseconds);
        Format(size / scale, default);
        Append(".");
        Format(size % scale, fraction);
    }

    private void Separate()
    {
        if (_lineBegun)
        {
            Span<byte> one = _buffer.GetSpan(1);
            one[0] = (byte)_separator;
            _buffer.Advance(1);
        }

        _lineBegun = true;
    }

    private void Append(string text) => Encoding.UTF8.GetBytes(text, _buffer);

    private void Format<T>(T value, ReadOnlySpan<char> format)
        where T : IUtf8SpanFormattable
    {
        // LongestField holds any number there is, so that this cannot fail.
        value.TryFormat(_buffer.GetSpan(LongestField), out int written, format, CultureInfo.InvariantCulture);
        _buffer.Advance(written);
    }

    private void Flush()
    {
        _stream.Write(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
    }
}
