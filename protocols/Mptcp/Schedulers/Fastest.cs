namespace Protocols.Mptcp.Schedulers;

/// <summary>The subflow that is fastest, available or not.</summary>
internal static class Fastest
{
    /// <summary>The established subflow with the lowest round-trip time, the first one of equals; null without any.</summary>
    public static Subflow? Of(MptcpConnection connection)
    {
        Subflow? fastest = null;
        foreach (Subflow subflow in connection.Subflows)
        {
            bool isFaster = subflow.IsUsable
                && (fastest is null || subflow.Tcp.Sender.SmoothedRtt < fastest.Tcp.Sender.SmoothedRtt);
            fastest = isFaster ? subflow : fastest;
        }

        return fastest;
    }
}
