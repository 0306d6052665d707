using System;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using NUnit.Framework;

namespace Tests.Interop.Rtmp;

/// <summary>Waiting for other programs, whose readiness shows from outside only: looks again and again, up to half a minute.</summary>
internal static class Awaiting
{
    private const int MostAttempts = 3_000;

    /// <summary>Waits for what another program does; fails when it does not come about.</summary>
    public static void Until(Func<bool> condition, string what)
    {
        for (int attempt = 0; attempt < MostAttempts; attempt++)
        {
            if (condition())
            {
                return;
            }

            Thread.Sleep(10);
        }

        Assert.Fail($"{what} did not come about");
    }

    /// <summary>Waits until a program accepts connections on a port; fails when the program ends instead.</summary>
    public static void Port(ushort port, ForeignProgram program)
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
