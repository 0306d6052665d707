using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using Microsoft.Win32.SafeHandles;
using Protocols.Net;

namespace Sim.Emulation;

/// <summary>The TCP and MPTCP sockets of a namespace, also those of foreign programs (sock_diag(7), linux/inet_diag.h).</summary>
/// <remarks>
/// Which MPTCP connection a subflow belongs to, the kernel tells those only who have CAP_NET_ADMIN in the namespace.
/// </remarks>
public sealed class SocketTable : IDisposable
{
    private const int NetlinkSockets = 4;
    private const ushort SocketsByFamily = 20;

    // struct inet_diag_req_v2: family, protocol, extensions, padding, states (4 bytes), struct inet_diag_sockid (48).
    private const int RequestLength = 56;

    // struct inet_diag_msg: family, state, timer, retransmissions, struct inet_diag_sockid (48), five times four bytes.
    private const int EntryLength = 72;
    private const int SourcePortAt = 4;
    private const int DestinationPortAt = 6;
    private const int SourceAt = 8;
    private const int DestinationAt = 24;

    private const byte Tcp = 6;
    private const uint Mptcp = 262;
    private const byte WantsInfo = 1 << (Info - 1);

    // All states in which data may be on its way: not LISTEN (10), nor the beginnings and ends 2, 3, 6, 7 and 12.
    private const uint States = (1 << 1) | (1 << 4) | (1 << 5) | (1 << 8) | (1 << 9) | (1 << 11);

    // Attributes: of a request the protocol, which has no room in its byte; of an entry its state; of MPTCP the local token.
    private const ushort RequestedProtocol = 3;
    private const ushort Info = 2;
    private const ushort UpperLayer = 19;
    private const ushort UpperLayerMptcp = 3;
    private const ushort LocalToken = 2;

    private readonly NetlinkTables _netlink;

    /// <summary>Opens the tables of a namespace.</summary>
    /// <param name="place">An open namespace, which stays the caller's; null for the one of the process.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">The kernel refused.</exception>
    public SocketTable(SafeFileHandle? place)
    {
        using NamespaceScope scope = new(place);
        _netlink = new NetlinkTables(NetlinkSockets);
    }

    /// <summary>All connected TCP sockets, subflows of MPTCP connections among them.</summary>
    public IReadOnlyList<TableEntry> ReadTcp()
    {
        List<TableEntry> entries = [];
        Span<byte> request = stackalloc byte[RequestLength];
        foreach (int family in (int[])[SocketAddress.Inet, SocketAddress.Inet6])
        {
            Fill(request, family);
            _netlink.Dump(SocketsByFamily, request, entry => Add(entry, entries));
        }

        return entries;
    }

    /// <summary>All MPTCP connections, by their local tokens.</summary>
    public IReadOnlyDictionary<uint, MptcpStatus> ReadMptcp()
    {
        Dictionary<uint, MptcpStatus> found = [];
        Span<byte> request = stackalloc byte[RequestLength + 8];
        foreach (int family in (int[])[SocketAddress.Inet, SocketAddress.Inet6])
        {
            Fill(request, family);
            BinaryPrimitives.WriteUInt16LittleEndian(request[RequestLength..], 8);
            BinaryPrimitives.WriteUInt16LittleEndian(request[(RequestLength + 2)..], RequestedProtocol);
            BinaryPrimitives.WriteUInt32LittleEndian(request[(RequestLength + 4)..], Mptcp);
            _netlink.Dump(SocketsByFamily, request, Add);
        }

        return found;

        void Add(ReadOnlySpan<byte> entry)
        {
            ReadOnlySpan<byte> info = entry.Length < EntryLength ? [] : NetlinkTables.Find(entry[EntryLength..], Info);
            if (!info.IsEmpty)
            {
                MptcpStatus status = MptcpStatus.Read(info);
                found[status.Token] = status;
            }
        }
    }

    /// <summary>The connections whose sockets satisfy a condition: those of one MPTCP connection together.</summary>
    /// <param name="isWanted">Judges a socket by its local and its remote end.</param>
    public IReadOnlyList<(uint Token, ConnectionStatus Status)> ReadConnections(Func<Endpoint, Endpoint, bool> isWanted)
    {
        TableEntry[] entries = [.. ReadTcp().Where(entry => isWanted(entry.Status.Local, entry.Status.Remote))];
        IReadOnlyDictionary<uint, MptcpStatus> mptcp = entries.Any(entry => entry.Token != 0)
            ? ReadMptcp()
            : new Dictionary<uint, MptcpStatus>();
        return
        [
            .. entries.Where(entry => entry.Token == 0).Select(entry => (0u, new ConnectionStatus(null, [entry.Status]))),
            .. entries.Where(entry => entry.Token != 0).GroupBy(entry => entry.Token).Select(subflows => (
                subflows.Key,
                new ConnectionStatus(mptcp.GetValueOrDefault(subflows.Key), [.. subflows.Select(entry => entry.Status)]))),
        ];
    }

    /// <inheritdoc/>
    public void Dispose() => _netlink.Dispose();

    private static void Fill(Span<byte> request, int family)
    {
        request.Clear();
        request[0] = (byte)family;
        request[1] = Tcp;
        request[2] = WantsInfo;
        BinaryPrimitives.WriteUInt32LittleEndian(request[4..], States);
    }

    private static void Add(ReadOnlySpan<byte> entry, List<TableEntry> entries)
    {
        if (entry.Length < EntryLength)
        {
            return;
        }

        ReadOnlySpan<byte> attributes = entry[EntryLength..];
        ReadOnlySpan<byte> token = NetlinkTables.Find(NetlinkTables.Find(NetlinkTables.Find(attributes, UpperLayer), UpperLayerMptcp), LocalToken);
        SubflowStatus status = new(
            0,
            EndpointOf(entry, SourceAt, SourcePortAt),
            EndpointOf(entry, DestinationAt, DestinationPortAt),
            TcpStatus.Read(NetlinkTables.Find(attributes, Info)));
        entries.Add(new TableEntry(token.Length < sizeof(uint) ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(token), status));
    }

    private static Endpoint EndpointOf(ReadOnlySpan<byte> entry, int addressAt, int portAt) => new(
        SocketAddress.AddressOf(entry[0] == SocketAddress.Inet ? entry.Slice(addressAt, 4) : entry.Slice(addressAt, 16)),
        BinaryPrimitives.ReadUInt16BigEndian(entry[portAt..]));
}
