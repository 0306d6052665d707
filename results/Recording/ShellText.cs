using System;
using System.Collections.Generic;
using System.Linq;

namespace Results.Recording;

/// <summary>Words of a command line as one can paste them into a shell.</summary>
public static class ShellText
{
    /// <summary>
    /// Joins words with spaces; those with special characters are quoted as POSIX shells (2.2.2) read them.
    /// </summary>
    public static string Join(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));

    private static string Quote(string word)
    {
        bool plain = word.Length > 0
            && word.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:=@%+,".Contains(c, StringComparison.Ordinal));
        return plain ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }
}
