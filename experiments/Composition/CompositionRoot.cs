using System;
using System.IO;
using Experiments.Scenario;
using Microsoft.Extensions.DependencyInjection;

namespace Experiments.Composition;

/// <summary>The one place where the parts of the program are put together.</summary>
public static class CompositionRoot
{
    /// <summary>Builds the services of the program.</summary>
    /// <param name="plugIns">Adds what a user wrote; null for nothing.</param>
    public static ServiceProvider Build(Action<PlugIns>? plugIns)
    {
        Catalogue catalogue = new();
        plugIns?.Invoke(new PlugIns(catalogue));
        ServiceCollection services = new();
        services.AddSingleton(catalogue);
        services.AddSingleton(catalogue.KnownNames);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IMediaCheck, MediaFiles>();
        services.AddSingleton<ScenarioReader>();
        services.AddSingleton(new ScenarioFiles(Directory.GetCurrentDirectory(), AppContext.BaseDirectory));

        // A scope is one run: its simulation, recorder and seed live and die with it, and nothing of it is shared.
        services.AddScoped<IRunService, RunService>();
        services.AddScoped<IMeasuringService, MeasuringService>();
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }
}
