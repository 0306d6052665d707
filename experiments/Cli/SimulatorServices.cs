using System.Collections.Generic;
using Experiments.Composition;
using Experiments.Scenario;
using Experiments.Sweep;

namespace Experiments.Cli;

/// <summary>What the verbs of the command line work with.</summary>
/// <param name="Kinds">What can be named in a scenario, besides the shipped scenarios themselves.</param>
/// <param name="Files">Finds scenarios.</param>
/// <param name="Reader">Reads scenarios.</param>
/// <param name="Runs">Runs scenarios.</param>
/// <param name="Sweeps">Runs sweeps.</param>
/// <param name="Doctor">Looks at the machine.</param>
/// <param name="Catalogue">What can be chosen by name.</param>
public sealed record SimulatorServices(
    IReadOnlyList<ListedKind> Kinds, ScenarioFiles Files, ScenarioReader Reader, IRunService Runs, SweepService Sweeps, Doctor Doctor, Catalogue Catalogue);
