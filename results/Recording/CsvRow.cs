using System.Globalization;
using Protocols.Core;

namespace Results.Recording;

/// <summary>One line of a CSV file, with its place for error messages.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Fields">Its fields.</param>
internal readonly record struct CsvRow(string File, int Line, string[] Fields)
{
    public string Text(int column) => Fields[column];

    public long Integer(int column) =>
        long.TryParse(Fields[column], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            ? value
            : throw Wrong(column, "a whole number");

    /// <summary>A number that may be missing.</summary>
    public int? OptionalInteger(int column) => Fields[column].Length == 0 ? null : (int)Integer(column);

    public Instant Instant(int column) => new(Seconds(column).Picoseconds);

    public Duration Seconds(int column) => Scaled(column, Duration.PicosecondsPerSecond);

    public Duration Milliseconds(int column) => Scaled(column, Duration.PicosecondsPerSecond / 1000);

    public double Real(int column) =>
        double.TryParse(Fields[column], NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw Wrong(column, "a number");

    private Duration Scaled(int column, long picoseconds)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        bool read = decimal.TryParse(Fields[column], Style, CultureInfo.InvariantCulture, out decimal value);
        decimal scaled = read && decimal.Abs(value) < long.MaxValue ? value * picoseconds : decimal.MaxValue;
        return decimal.Abs(scaled) < long.MaxValue ? new Duration((long)scaled) : throw Wrong(column, "a time");
    }

    private ResultsException Wrong(int column, string expected) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"{File}:{Line}: column {column + 1} is \"{Fields[column]}\", not {expected}."));
}
