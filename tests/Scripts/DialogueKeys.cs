using Protocols.Mptcp;

namespace Tests.Scripts;

/// <summary>The keys and nonces of MPTCP dialogues, and where their numbers count from.</summary>
internal static class DialogueKeys
{
    public const ulong Local = 0x0001020304050607;
    public const ulong Remote = 0x08090A0B0C0D0E0F;
    public const uint LocalNonce = 0x11223344;
    public const uint RemoteNonce = 0x55667788;

    /// <summary>The data sequence number that a script writes as 0; the first byte of data is 1.</summary>
    public static readonly ulong LocalData = KeyMaterial.InitialDataSequenceNumber(Local);

    /// <summary>The peer's.</summary>
    public static readonly ulong RemoteData = KeyMaterial.InitialDataSequenceNumber(Remote);

    /// <summary>The initial sequence number of this end on a subflow, from 0: just below the wrap.</summary>
    public static uint LocalInitial(int subflow) => unchecked((uint)(-1500 - subflow));

    /// <summary>The peer's.</summary>
    public static uint RemoteInitial(int subflow) => unchecked((uint)(-2500 - subflow));
}
