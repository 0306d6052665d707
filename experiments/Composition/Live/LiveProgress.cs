using System.Collections.Generic;
using Protocols.Core;

namespace Experiments.Composition.Live;

/// <summary>How a role is getting on.</summary>
/// <param name="Elapsed">Time since it began.</param>
/// <param name="BytesRead">Bytes read from its streams so far.</param>
/// <param name="BytesWritten">Bytes written to them so far.</param>
/// <param name="Details">Counts and states, for a person to read.</param>
/// <param name="Transports">Its connections in words, when there are only a few.</param>
public sealed record LiveProgress(
    Duration Elapsed, long BytesRead, long BytesWritten, IReadOnlyList<string> Details, IReadOnlyList<string> Transports);
