using Protocols.Net;

namespace Sim.Emulation;

/// <summary>One subflow of a connection; of plain TCP, the connection itself.</summary>
/// <param name="Id">The kernel's number of the subflow, unique in its connection; 0 where the kernel does not tell.</param>
/// <param name="Local">This end.</param>
/// <param name="Remote">The other end.</param>
/// <param name="Tcp">How it is.</param>
public sealed record SubflowStatus(uint Id, Endpoint Local, Endpoint Remote, TcpStatus Tcp);
