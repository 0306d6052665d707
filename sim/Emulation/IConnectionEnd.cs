using Protocols.Sockets;

namespace Sim.Emulation;

/// <summary>One end of a connection of the kernel, of which one can ask how it is.</summary>
public interface IConnectionEnd
{
    /// <summary>What was asked for. Whether MPTCP has fallen back, <see cref="ReadStatus"/> tells.</summary>
    KernelTransport Transport { get; }

    /// <summary>Why it ended.</summary>
    StreamError Error { get; }

    /// <summary>How it is now; null when it is not open.</summary>
    ConnectionStatus? ReadStatus();
}
