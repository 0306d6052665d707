namespace Protocols.Sockets;

/// <summary>What an application asks of a stream. What is null is left to the host's configuration.</summary>
public sealed record StreamOptions
{
    /// <summary>Nothing special.</summary>
    public static StreamOptions Default { get; } = new();

    /// <summary>Whether small writes are sent at once (TCP_NODELAY). Streaming software sets it, so it is on by default.</summary>
    public bool NoDelay { get; init; } = true;

    /// <summary>A name for the connection in results and messages; empty for one made up from its ends.</summary>
    public string Name { get; init; } = "";
}
