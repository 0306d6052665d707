using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Parquet;
using Parquet.Schema;

namespace Results.Recording;

/// <summary>
/// Writes and reads tables of runs as Apache Parquet files: numbers as DOUBLE, texts as UTF-8, all of them optional, compressed by
/// Snappy.
/// </summary>
/// <remarks>The same table gives the same bytes. Nothing in the file depends on the time, the machine or the process.</remarks>
public static class RunsParquet
{
    private static readonly ParquetOptions _options = new() { CompressionMethod = CompressionMethod.Snappy };

    /// <summary>Writes a file; whatever was there is replaced.</summary>
    /// <param name="path">The file.</param>
    /// <param name="about">What is said about the whole file, as names and texts.</param>
    /// <param name="names">The columns: the name of each and whether it holds texts.</param>
    /// <param name="groups">The rows in groups, which are in memory one at a time; each has exactly these columns.</param>
    /// <exception cref="ResultsException">The file cannot be written.</exception>
    public static void Write(
        string path,
        IReadOnlyDictionary<string, string> about,
        IReadOnlyList<(string Name, bool IsText)> names,
        IEnumerable<RunTable> groups)
    {
        try
        {
            // Nothing here waits for anything but the disk.
            WriteAsync(path, about, names, groups).GetAwaiter().GetResult();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ResultsException($"Cannot write {path}: {error.Message}", error);
        }
    }

    /// <summary>Reads what is said about a whole file.</summary>
    /// <exception cref="ResultsException">There is no such file, or it is no Parquet file.</exception>
    public static IReadOnlyDictionary<string, string> ReadAbout(string path) =>
        Read(path, reader => Task.FromResult<IReadOnlyDictionary<string, string>>(reader.CustomMetadata));

    /// <summary>Reads the names of the columns, in order.</summary>
    /// <exception cref="ResultsException">There is no such file, or it is no Parquet file.</exception>
    public static IReadOnlyList<string> ReadNames(string path) =>
        Read(path, reader => Task.FromResult<IReadOnlyList<string>>([.. reader.Schema.DataFields.Select(field => field.Name)]));

    /// <summary>Reads a table.</summary>
    /// <param name="path">The file.</param>
    /// <param name="wanted">Says of a column by name whether to read it.</param>
    /// <exception cref="ResultsException">There is no such file, or it is no table of runs.</exception>
    public static RunTable Read(string path, Func<string, bool> wanted) => Read(path, async reader =>
    {
        DataField[] fields = [.. reader.Schema.DataFields.Where(field => wanted(field.Name))];
        Dictionary<DataField, List<double?>> numbers = fields.ToDictionary(field => field, _ => new List<double?>());
        Dictionary<DataField, List<string?>> texts = fields.ToDictionary(field => field, _ => new List<string?>());
        int rows = 0;
        for (int i = 0; i < reader.RowGroupCount; i++)
        {
            using ParquetRowGroupReader group = reader.OpenRowGroupReader(i);
            int count = (int)group.RowCount;
            rows += count;
            foreach (DataField field in fields)
            {
                if (IsText(field))
                {
                    string?[] values = new string?[count];
                    await group.ReadAsync(field, values.AsMemory()).ConfigureAwait(false);
                    texts[field].AddRange(values);
                }
                else
                {
                    double?[] values = new double?[count];
                    await group.ReadAsync<double>(field, values.AsMemory()).ConfigureAwait(false);
                    numbers[field].AddRange(values);
                }
            }
        }

        return new RunTable(rows, [.. fields.Select(field => IsText(field)
            ? RunColumn.OfTexts(field.Name, texts[field])
            : RunColumn.OfNumbers(field.Name, numbers[field]))]);
    });

    private static bool IsText(DataField field) => field.ClrType != typeof(double);

    private static async Task WriteAsync(
        string path,
        IReadOnlyDictionary<string, string> about,
        IReadOnlyList<(string Name, bool IsText)> names,
        IEnumerable<RunTable> groups)
    {
        DataField[] fields = [.. names.Select(name => name.IsText
            ? new DataField(name.Name, typeof(string), isNullable: true)
            : new DataField(name.Name, typeof(double), isNullable: true))];
        FileStream file = File.Create(path);
        await using (file.ConfigureAwait(false))
        {
            ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields.Cast<Field>().ToArray()), file, _options).ConfigureAwait(false);
            await using (writer.ConfigureAwait(false))
            {
                writer.CustomMetadata = new SortedDictionary<string, string>(about.ToDictionary(), StringComparer.Ordinal).ToDictionary();
                foreach (RunTable table in groups)
                {
                    using ParquetRowGroupWriter group = writer.CreateRowGroup();
                    for (int i = 0; i < fields.Length; i++)
                    {
                        RunColumn column = table.Columns[i];
                        if (column.IsText)
                        {
                            await group.WriteAsync(fields[i], (string[])[.. column.Texts!]).ConfigureAwait(false);
                        }
                        else
                        {
                            await group.WriteAsync<double>(fields[i], ((double?[])[.. column.Numbers]).AsMemory()).ConfigureAwait(false);
                        }
                    }
                }
            }
        }
    }

    private static T Read<T>(string path, Func<ParquetReader, Task<T>> read)
    {
        try
        {
            return ReadAsync().GetAwaiter().GetResult();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ParquetException
            or InvalidCastException or ArgumentException or NotSupportedException)
        {
            throw new ResultsException($"Cannot read {path}: {error.Message}", error);
        }

        async Task<T> ReadAsync()
        {
            ParquetReader reader = await ParquetReader.CreateAsync(path).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                return await read(reader).ConfigureAwait(false);
            }
        }
    }
}
