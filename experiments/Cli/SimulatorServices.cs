using Experiments.Composition;
using Experiments.Scenario;

namespace Experiments.Cli;

/// <summary>What the verbs of the command line work with.</summary>
/// <param name="Known">The registered names.</param>
/// <param name="Files">Finds scenarios.</param>
/// <param name="Reader">Reads scenarios.</param>
/// <param name="Runs">Runs scenarios.</param>
public sealed record SimulatorServices(KnownNames Known, ScenarioFiles Files, ScenarioReader Reader, IRunService Runs);
