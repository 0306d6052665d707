using System;
using NUnit.Framework;
using Sim.Emulation;

namespace Tests.Conformance;

/// <summary>What tests with kernel sockets need of the machine.</summary>
internal static class KernelMachine
{
    /// <summary>Skips the test where there are no Linux sockets, or no MPTCP when that is asked for.</summary>
    public static void Require(KernelTransport transport)
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Ignore("kernel hosts are for Linux");
        }

        if (transport == KernelTransport.Mptcp && KernelMptcp.WhyMissing() is { } reason)
        {
            Assert.Ignore(reason);
        }
    }
}
