using Protocols.Net;

namespace Protocols.Mptcp;

/// <summary>Makes new subflows: their TCP connections, and where the bytes of their packets lie.</summary>
internal sealed class SubflowOpening(MptcpConnection connection, SubflowSet subflows, IMptcpEnvironment environment)
{
    /// <summary>Opens a subflow of this end.</summary>
    /// <param name="handshake">How it introduces itself.</param>
    /// <param name="local">This end, as the host chose it.</param>
    /// <param name="remote">The other end.</param>
    public void Connect(SubflowHandshake handshake, Endpoint local, Endpoint remote) =>
        Add(handshake, local, remote).Tcp.Connect();

    /// <summary>Takes a SYN of the peer.</summary>
    public void Accept(SubflowHandshake handshake, in Packet syn, Endpoint local, Endpoint remote) =>
        Add(handshake, local, remote).Tcp.Accept(in syn);

    private Subflow Add(SubflowHandshake handshake, Endpoint local, Endpoint remote)
    {
        Subflow subflow = new(connection, handshake, local, remote, environment);
        if (connection.IsFallback)
        {
            environment.MapPlainly(subflow, connection.SendQueue.Bytes);
        }
        else
        {
            environment.MapData(subflow, connection.SendQueue.Bytes, connection.Keys.FirstLocalSequence);
        }

        subflows.Add(subflow);
        connection.Closing.OnSubflowAdded();
        return subflow;
    }
}
