using System.Collections.Generic;

namespace Results.Recording;

/// <summary>One thing that varies in a sweep.</summary>
/// <param name="Path">Its path in the scenario.</param>
/// <param name="Values">Its values as written, in order.</param>
/// <param name="NumberColumn">The column of the table that has its values as numbers; null where they are words.</param>
public sealed record SweptParameter(string Path, IReadOnlyList<string> Values, string? NumberColumn);
