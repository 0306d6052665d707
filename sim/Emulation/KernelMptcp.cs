namespace Sim.Emulation;

/// <summary>Whether the kernel can do Multipath TCP.</summary>
public static class KernelMptcp
{
    /// <summary>Why there is no MPTCP in the calling thread's network namespace, and how to get it; null when there is.</summary>
    public static string? WhyMissing()
    {
        int descriptor = KernelSocket.Open(SocketAddress.Inet6, KernelTransport.Mptcp);
        if (descriptor == -Errno.FamilyNotSupported)
        {
            descriptor = KernelSocket.Open(SocketAddress.Inet, KernelTransport.Mptcp);
        }

        if (descriptor >= 0)
        {
            NativeMethods.Close(descriptor);
            return null;
        }

        return Explain(-descriptor) ?? $"the kernel refuses MPTCP sockets (error {-descriptor})";
    }

    /// <summary>What an error of socket() says about MPTCP; null when it says nothing.</summary>
    internal static string? Explain(int error) => error switch
    {
        Errno.NoProtocolOption => "MPTCP is switched off: sysctl -w net.mptcp.enabled=1",
        Errno.ProtocolNotSupported =>
            "the kernel has no MPTCP: it takes Linux 5.6 or later, built with CONFIG_MPTCP (and CONFIG_MPTCP_IPV6)",
        _ => null,
    };
}
