using Protocols.Net;

namespace Experiments.Scenario.Records;

/// <summary>An address that the user gave to a NIC.</summary>
/// <param name="Address">The address.</param>
/// <param name="At">Where it was written.</param>
public readonly record struct GivenAddress(IpAddress Address, SourcePosition At);
