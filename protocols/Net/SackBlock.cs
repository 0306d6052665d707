namespace Protocols.Net;

/// <summary>One block of a selective acknowledgment (RFC 2018, 3): [<paramref name="Left"/>, <paramref name="Right"/>).</summary>
/// <param name="Left">First sequence number of the block.</param>
/// <param name="Right">The sequence number behind its last.</param>
public readonly record struct SackBlock(uint Left, uint Right);
