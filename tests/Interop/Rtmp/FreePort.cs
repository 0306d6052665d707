using System.Net;
using System.Net.Sockets;

namespace Tests.Interop.Rtmp;

/// <summary>Ports of this machine for programs that want to be told one.</summary>
internal static class FreePort
{
    /// <summary>A port that nobody uses now.</summary>
    public static ushort Take()
    {
        using Socket probe = new(SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.IPv6Any, 0));
        return (ushort)((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
