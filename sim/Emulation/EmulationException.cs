using System;

namespace Sim.Emulation;

/// <summary>The machine did not do what a real network needs: the message says what was asked of it and what it answered.</summary>
public sealed class EmulationException : Exception
{
    /// <summary>A failure without words.</summary>
    public EmulationException()
    {
    }

    /// <summary>A failure.</summary>
    /// <param name="message">What was asked and what the answer was, a whole sentence without the full stop.</param>
    public EmulationException(string message)
        : base(message)
    {
    }

    /// <summary>A failure with its cause.</summary>
    public EmulationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
