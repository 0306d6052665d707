namespace Sim.Emulation;

/// <summary>What carries a stream of a kernel host.</summary>
public enum KernelTransport
{
    /// <summary>Plain TCP.</summary>
    Tcp,

    /// <summary>Multipath TCP (IPPROTO_MPTCP); falls back to TCP by itself when the peer or a middlebox does not know it.</summary>
    Mptcp,
}
