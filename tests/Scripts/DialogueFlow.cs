namespace Tests.Scripts;

/// <summary>One subflow of a dialogue: whose numbers the script writes from 0.</summary>
/// <param name="Outbound">The flow of the packets that this end sends.</param>
/// <param name="Inbound">The flow of the peer's packets.</param>
/// <param name="LocalInitial">The initial sequence number of this end.</param>
/// <param name="RemoteInitial">The peer's.</param>
internal readonly record struct DialogueFlow(int Outbound, int Inbound, uint LocalInitial, uint RemoteInitial);
