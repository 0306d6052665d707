using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Protocols.Core;
using Protocols.Net;
using Protocols.Sockets;

namespace Sim.Emulation;

/// <summary>The network interfaces of a namespace, with their counters, read from the kernel when somebody looks.</summary>
internal sealed class KernelInterfaces(IClock clock) : IDisposable
{
    private const int NetlinkRoute = 0;
    private const ushort GetLink = 18;
    private const ushort GetAddress = 22;
    private const int LinkHeaderLength = 16;
    private const int AddressHeaderLength = 8;
    private const ushort LinkName = 3;
    private const ushort LinkStatistics = 23;
    private const ushort AddressValue = 1;
    private const ushort AddressLocal = 2;
    private const ushort EthernetDevice = 1;
    private const uint UpAndRunning = 0x41;

    // Whoever reads four counters of two interfaces at one time gets one reading of the kernel.
    private static readonly Duration _validity = Duration.FromMilliseconds(1);

    private readonly NetlinkTables _netlink = new(NetlinkRoute);
    private readonly SortedDictionary<int, KernelInterface> _byIndex = [];
    private readonly HashSet<int> _seen = [];
    private readonly Dictionary<int, List<IpAddress>> _addresses = [];
    private Instant _validUntil = Instant.Zero;

    /// <summary>Those that exist now, in the order in which the kernel numbers them.</summary>
    public IReadOnlyList<INetworkInterface> Current()
    {
        _validUntil = clock.Now;
        Refresh();
        return [.. _byIndex.Values];
    }

    /// <summary>Reads the kernel's tables, unless that has just been done.</summary>
    public void Refresh()
    {
        if (clock.Now < _validUntil)
        {
            return;
        }

        _seen.Clear();
        _addresses.Clear();
        bool isWhole = _netlink.Dump(GetLink, stackalloc byte[LinkHeaderLength], ReadLink)
            & _netlink.Dump(GetAddress, stackalloc byte[AddressHeaderLength], ReadAddress);
        if (isWhole)
        {
            foreach (int gone in (int[])[.. _byIndex.Keys.Where(index => !_seen.Contains(index))])
            {
                _byIndex[gone].State = _byIndex[gone].State with { IsUp = false };
                _byIndex.Remove(gone);
            }

            foreach ((int index, KernelInterface existing) in _byIndex)
            {
                existing.AddressList = _addresses.TryGetValue(index, out List<IpAddress>? found) ? found.ToArray() : [];
            }
        }

        _validUntil = clock.Now + _validity;
    }

    public void Dispose() => _netlink.Dispose();

    // struct ifinfomsg: family, padding, device type (2 bytes), index (4), flags (4), changed flags (4).
    private void ReadLink(ReadOnlySpan<byte> entry)
    {
        if (entry.Length < LinkHeaderLength)
        {
            return;
        }

        int index = BinaryPrimitives.ReadInt32LittleEndian(entry[4..]);
        uint flags = BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]);
        ReadOnlySpan<byte> attributes = entry[LinkHeaderLength..];
        ReadOnlySpan<byte> counters = NetlinkTables.Find(attributes, LinkStatistics);
        string name = Encoding.UTF8.GetString(NetlinkTables.Find(attributes, LinkName)).TrimEnd('\0');
        if (counters.Length < 8 * sizeof(long))
        {
            return;
        }

        _seen.Add(index);
        if (!_byIndex.TryGetValue(index, out KernelInterface? existing) || existing.Name != name)
        {
            bool countsEthernet = BinaryPrimitives.ReadUInt16LittleEndian(entry[2..]) == EthernetDevice;
            existing = new KernelInterface(this, name, countsEthernet);
            _byIndex[index] = existing;
        }

        existing.State = new LinkState(
            (flags & UpAndRunning) == UpAndRunning,
            Counter(counters, 0),
            Counter(counters, 1),
            Counter(counters, 2),
            Counter(counters, 3),
            Counter(counters, 6) + Counter(counters, 7));
    }

    // struct ifaddrmsg: family, prefix length, flags, scope, index (4 bytes).
    private void ReadAddress(ReadOnlySpan<byte> entry)
    {
        if (entry.Length < AddressHeaderLength)
        {
            return;
        }

        int index = BinaryPrimitives.ReadInt32LittleEndian(entry[4..]);
        ReadOnlySpan<byte> attributes = entry[AddressHeaderLength..];

        // On point-to-point links the address is the peer's, and the local one stands beside it.
        ReadOnlySpan<byte> local = NetlinkTables.Find(attributes, AddressLocal);
        if (!IpAddress.TryRead(local.IsEmpty ? NetlinkTables.Find(attributes, AddressValue) : local, out IpAddress address))
        {
            return;
        }

        if (!_addresses.TryGetValue(index, out List<IpAddress>? known))
        {
            known = [];
            _addresses.Add(index, known);
        }

        known.Add(address);
    }

    private static long Counter(ReadOnlySpan<byte> counters, int index) =>
        BinaryPrimitives.ReadInt64LittleEndian(counters[(index * sizeof(long))..]);
}
