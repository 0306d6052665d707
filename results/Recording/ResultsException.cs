using System;

namespace Results.Recording;

/// <summary>
/// Results could not be put where the user wants them, or read from where the user says they are.
/// </summary>
/// <remarks>
/// The message is for the user and names the folder. Nothing half-written is left behind.
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
