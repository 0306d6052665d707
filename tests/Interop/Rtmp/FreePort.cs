using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using NUnit.Framework;

namespace Tests.Interop.Rtmp;

/// <summary>Ports of this machine for programs that want to be told one.</summary>
internal static class FreePort
{
    private const int MostAttempts = 3_000;

    /// <summary>A port that nobody uses now.</summary>
    public static ushort Take()
    {
        using Socket probe = new(SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.IPv6Any, 0));
        return (ushort)((IPEndPoint)probe.LocalEndPoint!).Port;
    }

    /// <summary>Waits until a program accepts connections on a port; fails when the program ends instead.</summary>
    public static void WaitFor(ushort port, ForeignProgram program)
    {
        for (int attempt = 0; attempt < MostAttempts; attempt++)
        {
            using Socket probe = new(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                probe.Connect(IPAddress.IPv6Loopback, port);
                return;
            }
            catch (SocketException)
            {
                Assert.That(program.HasEnded, Is.False, program.Output);

                // Another program gets ready: there is nothing to wait for but the port itself.
                Thread.Sleep(10);
            }
        }

        Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"nobody listens on port {port}:\n{program.Output}"));
    }
}
