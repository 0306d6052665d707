using Protocols.Core;

namespace Results.Recording;

/// <summary>
/// A stretch of a run in which nothing was changed from outside: the run is cut at the timeline's instants.
/// </summary>
/// <param name="From">Its first instant.</param>
/// <param name="To">The instant after its last: the next change, or the end of the run. Later than
/// <paramref name="From"/>.</param>
/// <param name="Name">What holds in it, for figures and tables: <c>all up</c>, <c>isp2 blocked</c>.</param>
public sealed record RunPhase(Instant From, Instant To, string Name);
