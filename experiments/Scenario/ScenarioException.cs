using System;
using System.Collections.Generic;
using System.Linq;

namespace Experiments.Scenario;

/// <summary>A scenario that was read without errors turns out not to work when it is built.</summary>
public sealed class ScenarioException : Exception
{
    /// <summary>An error with no explanation.</summary>
    public ScenarioException()
    {
    }

    /// <summary>An error that has no place in the file.</summary>
    public ScenarioException(string message)
        : base(message)
    {
    }

    /// <summary>An error that has no place in the file, with its cause.</summary>
    public ScenarioException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>One or more errors at their places.</summary>
    public ScenarioException(IReadOnlyList<ScenarioError> errors)
        : base(string.Join('\n', errors.Select(error => error.ToString()))) => Errors = errors;

    /// <summary>The errors; empty where only the message is known.</summary>
    public IReadOnlyList<ScenarioError> Errors { get; } = [];
}
