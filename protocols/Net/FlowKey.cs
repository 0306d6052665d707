namespace Protocols.Net;

/// <summary>The five values that tell one direction of one transport connection from all others.</summary>
/// <param name="Source">Where its packets come from.</param>
/// <param name="Destination">Where they go.</param>
/// <param name="Protocol">Their transport protocol.</param>
public readonly record struct FlowKey(Endpoint Source, Endpoint Destination, IpProtocol Protocol)
{
    /// <summary>The other direction of the same connection.</summary>
    public FlowKey Reversed => new(Destination, Source, Protocol);

    /// <summary>Prints <c>Tcp [fd00::1]:5000 to [fd00::2]:1935</c>.</summary>
    public override string ToString() => $"{Protocol} {Source} to {Destination}";
}
