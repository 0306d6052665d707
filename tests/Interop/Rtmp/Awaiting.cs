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

    /// <summary>Waits for what another program does; fails when it does not come about, with what the program has said.</summary>
    public static void Until(Func<bool> condition, string what, ForeignProgram? program = null)
    {
        for (int attempt = 0; attempt < MostAttempts; attempt++)
        {
            if (condition())
            {
                return;
            }

            // Another program gets ready, and tells nobody: there is nothing to wait for but what it does.
            Thread.Sleep(10);
        }

        Assert.Fail($"{what} did not come about\n{program?.Output}");
    }

    /// <summary>Waits until a program accepts connections on a port; fails when the program ends instead.</summary>
    public static void Port(ushort port, ForeignProgram program) =>
        Until(() => Accepts(port, program), string.Create(CultureInfo.InvariantCulture, $"a listener on port {port}"), program);

    private static bool Accepts(ushort port, ForeignProgram program)
    {
        using Socket probe = new(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            probe.Connect(IPAddress.IPv6Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            Assert.That(program.HasEnded, Is.False, program.Output);
            return false;
        }
    }
}
