using System;

namespace Experiments.Composition;

/// <summary>This machine lacks something that the run needs. The message says what, and how to get it.</summary>
public sealed class MachineLacksException : Exception
{
    /// <summary>An error with no explanation.</summary>
    public MachineLacksException()
    {
    }

    /// <summary>An error that says what is missing and how to get it.</summary>
    public MachineLacksException(string message)
        : base(message)
    {
    }

    /// <summary>An error with what the operating system said.</summary>
    public MachineLacksException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
