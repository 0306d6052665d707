namespace Protocols.Wire;

/// <summary>
/// The timestamps option (RFC 7323, 3.2), which a <see cref="Net.Packet"/> keeps apart from its other options.
/// </summary>
/// <param name="IsPresent">Whether there is one; otherwise the other fields have no meaning.</param>
/// <param name="Value">TSval: the sender's clock.</param>
/// <param name="Echo">TSecr: the last TSval of the peer; valid with ACK.</param>
public readonly record struct TimestampsOption(bool IsPresent, uint Value, uint Echo);
