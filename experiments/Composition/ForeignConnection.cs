using Sim.Emulation;

namespace Experiments.Composition;

/// <summary>A connection of which at least one end is a foreign program's, as the scenario announces it.</summary>
/// <param name="Naming">What it is called in results.</param>
/// <param name="Opener">The host that opens it.</param>
/// <param name="Listener">The host of the server.</param>
/// <param name="Port">The server's port.</param>
/// <param name="IsOpenedByUs">Whether a stream of ours is the end that opens it.</param>
/// <param name="Transport">What the end that opens it asks for.</param>
internal sealed record ForeignConnection(
    ConnectionNaming Naming, KernelHost Opener, KernelHost Listener, ushort Port, bool IsOpenedByUs, KernelTransport Transport);
