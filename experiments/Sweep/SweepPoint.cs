using System.Collections.Generic;
using Experiments.Scenario;

namespace Experiments.Sweep;

/// <summary>One combination of a sweep's values.</summary>
/// <param name="Index">Its number in the grid, from 0, counting only what the constraint admits.</param>
/// <param name="Values">The value of each parameter, in the order of the parameters.</param>
/// <param name="Hash">What the runs at this point depend on besides the seed, as hexadecimal digits.</param>
public sealed record SweepPoint(int Index, IReadOnlyList<ScenarioOverride> Values, string Hash);
