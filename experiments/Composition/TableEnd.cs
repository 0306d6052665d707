using Protocols.Sockets;
using Sim.Emulation;

namespace Experiments.Composition;

/// <summary>One end of a connection of a foreign program, as the kernel's tables last had it.</summary>
internal sealed class TableEnd(KernelTransport transport) : IConnectionEnd
{
    /// <inheritdoc/>
    public KernelTransport Transport => transport;

    /// <inheritdoc/>
    /// <remarks>The program knows; nobody tells.</remarks>
    public StreamError Error => StreamError.None;

    /// <summary>How it was when somebody looked; null when it was not there.</summary>
    public ConnectionStatus? Status { get; set; }

    /// <inheritdoc/>
    public ConnectionStatus? ReadStatus() => Status;
}
