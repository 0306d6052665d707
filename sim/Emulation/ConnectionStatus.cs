using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;

namespace Sim.Emulation;

/// <summary>The state of a connection of the kernel and of its subflows, at one moment.</summary>
/// <param name="Mptcp">The MPTCP connection; null when it is plain TCP, from the start or because it has fallen back.</param>
/// <param name="Subflows">Its subflows that exist now; of plain TCP one.</param>
public sealed unsafe record ConnectionStatus(MptcpStatus? Mptcp, IReadOnlyList<SubflowStatus> Subflows)
{
    private const int TcpLevel = 6;
    private const int TcpInfo = 11;
    private const int MptcpLevel = 284;
    private const int MptcpInfo = 1;
    private const int MptcpTcpInfo = 2;
    private const int MptcpSubflowAddresses = 3;
    private const int MptcpFullInfo = 4;
    private const int MaxSubflows = 16;

    // struct mptcp_subflow_info: an id, padding, two struct sockaddr_storage.
    private const int SubflowInfoLength = 8 + 2 * SocketAddress.Capacity;

    // struct mptcp_subflow_data, before an array of structures of which both sides say how long they are.
    private const int ArrayHeaderLength = 16;

    // struct mptcp_full_info up to its mptcp_info: lengths and counts, two pointers.
    private const int FullHeaderLength = 40;

    /// <summary>Whether both ends speak MPTCP.</summary>
    public bool IsMptcp => Mptcp is not null;

    /// <summary>Asks the kernel.</summary>
    /// <param name="descriptor">A connected TCP or MPTCP socket.</param>
    public static ConnectionStatus Read(int descriptor)
    {
        byte* info = stackalloc byte[MptcpStatus.StructureLength];
        int length = MptcpStatus.StructureLength;
        if (NativeMethods.GetSocketOption(descriptor, MptcpLevel, MptcpInfo, info, &length) < 0)
        {
            // Plain TCP; on a socket that has fallen back too.
            return new ConnectionStatus(null, [ReadTcp(descriptor)]);
        }

        MptcpStatus status = MptcpStatus.Read(new ReadOnlySpan<byte>(info, length));
        IReadOnlyList<SubflowStatus> subflows = ReadWhole(descriptor) ?? ReadArrays(descriptor);
        return new ConnectionStatus(status.HasFallenBack || !status.HasPeerKey ? null : status, subflows);
    }

    /// <summary>All subflows in one consistent reading: MPTCP_FULL_INFO, Linux 6.5 or later.</summary>
    /// <returns>Null on older kernels.</returns>
    public static IReadOnlyList<SubflowStatus>? ReadWhole(int descriptor)
    {
        byte[] ends = new byte[MaxSubflows * SubflowInfoLength];
        byte[] infos = new byte[MaxSubflows * TcpStatus.StructureLength];
        byte[] request = new byte[FullHeaderLength + MptcpStatus.StructureLength];
        int count;
        int tcpLength;
        int endsLength;
        fixed (byte* endsStart = ends, infosStart = infos, requestStart = request)
        {
            BinaryPrimitives.WriteInt32LittleEndian(request.AsSpan(4), TcpStatus.StructureLength);
            BinaryPrimitives.WriteInt32LittleEndian(request.AsSpan(12), SubflowInfoLength);
            BinaryPrimitives.WriteInt32LittleEndian(request.AsSpan(20), MaxSubflows);
            BinaryPrimitives.WriteUInt64LittleEndian(request.AsSpan(24), (ulong)endsStart);
            BinaryPrimitives.WriteUInt64LittleEndian(request.AsSpan(32), (ulong)infosStart);
            int length = request.Length;
            if (NativeMethods.GetSocketOption(descriptor, MptcpLevel, MptcpFullInfo, requestStart, &length) < 0)
            {
                return null;
            }

            tcpLength = Math.Min(BinaryPrimitives.ReadInt32LittleEndian(request), TcpStatus.StructureLength);
            endsLength = BinaryPrimitives.ReadInt32LittleEndian(request.AsSpan(8));
            count = Math.Min(BinaryPrimitives.ReadInt32LittleEndian(request.AsSpan(16)), MaxSubflows);
        }

        return [.. Enumerable.Range(0, endsLength < SubflowInfoLength ? 0 : count).Select(ReadSubflow)];

        SubflowStatus ReadSubflow(int index)
        {
            ReadOnlySpan<byte> both = ends.AsSpan(index * SubflowInfoLength, SubflowInfoLength);
            return new SubflowStatus(
                BinaryPrimitives.ReadUInt32LittleEndian(both),
                SocketAddress.Read(both[8..]),
                SocketAddress.Read(both[(8 + SocketAddress.Capacity)..]),
                TcpStatus.Read(infos.AsSpan(index * TcpStatus.StructureLength, tcpLength)));
        }
    }

    /// <summary>All subflows in two readings: MPTCP_TCPINFO and MPTCP_SUBFLOW_ADDRS, Linux 5.16 or later.</summary>
    /// <returns>Empty on older kernels.</returns>
    public static IReadOnlyList<SubflowStatus> ReadArrays(int descriptor)
    {
        byte[] infos = ReadArray(descriptor, MptcpTcpInfo, TcpStatus.StructureLength, out int infoCount);
        byte[] ends = ReadArray(descriptor, MptcpSubflowAddresses, 2 * SocketAddress.Capacity, out int endCount);
        return [.. Enumerable.Range(0, Math.Min(infoCount, endCount)).Select(ReadSubflow)];

        SubflowStatus ReadSubflow(int index)
        {
            ReadOnlySpan<byte> both = ends.AsSpan(ArrayHeaderLength + index * 2 * SocketAddress.Capacity);
            return new SubflowStatus(
                0,
                SocketAddress.Read(both),
                SocketAddress.Read(both[SocketAddress.Capacity..]),
                TcpStatus.Read(infos.AsSpan(ArrayHeaderLength + index * TcpStatus.StructureLength, TcpStatus.StructureLength)));
        }
    }

    private static SubflowStatus ReadTcp(int descriptor)
    {
        byte* info = stackalloc byte[TcpStatus.StructureLength];
        int length = TcpStatus.StructureLength;
        bool isKnown = NativeMethods.GetSocketOption(descriptor, TcpLevel, TcpInfo, info, &length) == 0;
        TcpStatus tcp = TcpStatus.Read(new ReadOnlySpan<byte>(info, isKnown ? length : 0));
        return new SubflowStatus(0, KernelSocket.LocalOf(descriptor), KernelSocket.RemoteOf(descriptor), tcp);
    }

    private static byte[] ReadArray(int descriptor, int name, int elementLength, out int count)
    {
        byte[] array = new byte[ArrayHeaderLength + MaxSubflows * elementLength];
        BinaryPrimitives.WriteInt32LittleEndian(array, ArrayHeaderLength);
        BinaryPrimitives.WriteInt32LittleEndian(array.AsSpan(12), elementLength);
        int length = array.Length;
        int result;
        fixed (byte* start = array)
        {
            result = NativeMethods.GetSocketOption(descriptor, MptcpLevel, name, start, &length);
        }

        count = result < 0 ? 0 : Math.Min(BinaryPrimitives.ReadInt32LittleEndian(array.AsSpan(4)), MaxSubflows);
        return array;
    }
}
