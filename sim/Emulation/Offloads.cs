using System;
using System.Buffers.Binary;
using System.Text;

namespace Sim.Emulation;

/// <summary>Makes interfaces send the packets that a wire would carry: no larger than the MTU, with their checksums.</summary>
internal static class Offloads
{
    private const int RequestLength = 40;
    private const int PointerAt = 16;
    private const int Inet = 2;
    private const int Datagram = 2;

    // linux/ethtool.h: the requests that switch one feature each: rx and tx checksums, scatter-gather, TSO, GSO, GRO.
    private static readonly uint[] _features = [0x15, 0x17, 0x19, 0x1f, 0x24, 0x2c];

    /// <summary>Switches all offloads of an interface off, in a namespace.</summary>
    /// <exception cref="EmulationException">The interface does not let them be switched off.</exception>
    public static void SwitchOff(NetworkNamespace place, string device) => place.Enter(() =>
    {
        int socket = SystemCalls.Socket(Inet, Datagram | SystemCalls.CloseOnExec, 0);
        try
        {
            foreach (uint feature in _features)
            {
                SwitchOff(socket, device, feature);
            }
        }
        finally
        {
            _ = SystemCalls.Close(socket);
        }

        return true;
    });

    private static unsafe void SwitchOff(int socket, string device, uint feature)
    {
        uint* value = stackalloc uint[2];
        value[0] = feature;
        value[1] = 0;
        Span<byte> request = stackalloc byte[RequestLength];
        request.Clear();
        Encoding.UTF8.GetBytes(device, request[..TunDevice.LongestName]);
        BinaryPrimitives.WriteUInt64LittleEndian(request[PointerAt..], (ulong)value);
        fixed (byte* argument = request)
        {
            if (SystemCalls.Control(socket, SystemCalls.Ethtool, argument) != 0)
            {
                throw new EmulationException($"an offload of '{device}' cannot be switched off: {SystemCalls.LastError()}");
            }
        }
    }
}
