using System;
using System.Globalization;
using System.IO;
using System.Text;
using Experiments.Scenario.Reading;
using Experiments.Scenario.Records;

namespace Experiments.Scenario.Yaml;

/// <summary>Gets the text of a scenario file: bounded in size, strict UTF-8, no tabs where YAML has none.</summary>
internal static class SourceText
{
    /// <summary>The largest scenario file, in bytes. A thousand hosts written out by hand need a tenth of it.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>Reads the file; null when there is an error, which is logged.</summary>
    public static string? Read(string path, ErrorLog log)
    {
        SourcePosition whole = new(path, 0, 0);
        if (Directory.Exists(path))
        {
            log.Add(whole, "is a folder; give a scenario file, such as handover.yaml");
            return null;
        }

        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read);
            byte[] bytes = new byte[MaxBytes + 1];
            int length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (length > MaxBytes)
            {
                log.Add(
                    whole, $"is larger than {new Protocols.Core.ByteSize(MaxBytes)}, the limit for a scenario file");
                return null;
            }

            return Decode(bytes.AsSpan(0, length), path, log);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            log.Add(whole, "no such file");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            log.Add(whole, $"cannot be read: {error.Message}");
        }

        return null;
    }

    /// <summary>Refuses what the YAML parser would only complain about in its own words.</summary>
    public static bool IsClean(string text, string path, ErrorLog log)
    {
        int line = 1;
        int start = 0;
        bool indenting = true;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '\n')
            {
                line++;
                start = i + 1;
                indenting = true;
                continue;
            }

            if (c == '\t' && indenting)
            {
                log.Add(new SourcePosition(path, line, i - start + 1), "a tab; YAML is indented with spaces");
                return false;
            }

            if (char.IsControl(c) && c is not ('\t' or '\r'))
            {
                log.Add(
                    new SourcePosition(path, line, i - start + 1),
                    string.Create(
                        CultureInfo.InvariantCulture, $"the control character U+{(int)c:X4}; this is not a text file"));
                return false;
            }

            indenting &= c == ' ';
        }

        return true;
    }

    private static string? Decode(ReadOnlySpan<byte> bytes, string path, ErrorLog log)
    {
        ReadOnlySpan<byte> text = bytes.StartsWith(Encoding.UTF8.Preamble)
            ? bytes[Encoding.UTF8.Preamble.Length..]
            : bytes;
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(text);
        }
        catch (DecoderFallbackException error)
        {
            ReadOnlySpan<byte> before = text[..error.Index];
            int line = before.Count((byte)'\n') + 1;
            int column = error.Index - before.LastIndexOf((byte)'\n');
            log.Add(new SourcePosition(path, line, column), "bytes that are not UTF-8; save the file as UTF-8");
            return null;
        }
    }
}
