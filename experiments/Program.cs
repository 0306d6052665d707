using Experiments.Cli;

return SimulatorApp.Run(args);
