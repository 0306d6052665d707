#:project ../Experiments.csproj
#:property PublishAot=false
#:property TieredCompilationQuickJit=false

// Runs the validation suite: dotnet run -c Release experiments/scripts/validation.cs -- --help
using System;
using Experiments.Validation;

return ValidationCommand.Run(args, Console.Out, Console.Error);
