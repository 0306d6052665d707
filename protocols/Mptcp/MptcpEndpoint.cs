using Protocols.Net;

namespace Protocols.Mptcp;

/// <summary>A local address with what the path manager may do with it (<c>ip mptcp endpoint add</c>).</summary>
/// <param name="Id">The address identifier, 1 to 255; the address of the initial subflow always has 0.</param>
/// <param name="Address">The address.</param>
/// <param name="Subflow">Flag <c>subflow</c>: open subflows from it.</param>
/// <param name="FullMesh">Flag <c>fullmesh</c>: to every address of the peer.</param>
/// <param name="Signal">Flag <c>signal</c>: announce it to the peer; not together with <c>fullmesh</c>.</param>
/// <param name="Backup">Flag <c>backup</c>: its subflows are used only when no other is left.</param>
/// <param name="Laminar">
/// Flag <c>laminar</c> (Linux 6.18): open one subflow from it to an address that the peer announces.
/// </param>
public readonly record struct MptcpEndpoint(
    byte Id, IpAddress Address, bool Subflow, bool FullMesh, bool Signal, bool Backup, bool Laminar = false);
