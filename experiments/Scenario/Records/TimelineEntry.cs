using System.Collections.Generic;
using System.Linq;
using Protocols.Core;

namespace Experiments.Scenario.Records;

/// <summary>What happens at one instant of the run.</summary>
/// <param name="At">The time since the start; 0 or more, at most the duration of the run.</param>
/// <param name="Actions">One or more actions, in the order written.</param>
/// <param name="Position">Where the entry was written.</param>
public sealed record TimelineEntry(Duration At, IReadOnlyList<TimelineAction> Actions, SourcePosition Position)
{
    /// <summary>Prints the actions: <c>unblock isp2, block isp1</c>.</summary>
    public override string ToString() => string.Join(", ", Actions.Select(action => action.ToString()));
}
