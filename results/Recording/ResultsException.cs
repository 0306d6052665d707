using System;

namespace Results.Recording;

/// <summary>
/// Results could not be put where the user wants them: the place cannot be written to, is full, or is taken.
/// </summary>
/// <remarks>
/// The message is one sentence for the user and names the folder. Nothing half-written is left behind.
/// </remarks>
public sealed class ResultsException : Exception
{
    /// <summary>An error with no explanation.</summary>
    public ResultsException()
    {
    }

    /// <summary>An error that needs no cause.</summary>
    public ResultsException(string message)
        : base(message)
    {
    }

    /// <summary>An error with what the operating system said.</summary>
    public ResultsException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
