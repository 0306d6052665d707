using System.Collections.Generic;

namespace Experiments.Cli;

/// <summary>One kind of thing that a scenario names, for <c>list</c>.</summary>
/// <param name="Kind">The kind as the user types it: <c>schedulers</c>.</param>
/// <param name="Names">The names, each with one line about it.</param>
public sealed record ListedKind(string Kind, IReadOnlyList<KeyValuePair<string, string>> Names);
