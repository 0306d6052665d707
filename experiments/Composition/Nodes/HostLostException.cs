using System;

namespace Experiments.Composition.Nodes;

/// <summary>A real host could not play its part of a run to the end. The message is for the user and names the host.</summary>
public sealed class HostLostException : Exception
{
    /// <summary>A host with no explanation.</summary>
    public HostLostException()
    {
    }

    /// <summary>A host that has told why, or of which one knows.</summary>
    public HostLostException(string message)
        : base(message)
    {
    }

    /// <summary>A host that something else took away.</summary>
    public HostLostException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
