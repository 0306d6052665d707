using Protocols.Congestion;
using Protocols.Net;
using Protocols.Tcp;

namespace Protocols.Mptcp;

/// <summary>Makes new subflows: their TCP connections, and where the bytes of their packets lie.</summary>
internal sealed class SubflowOpening(MptcpConnection connection, SubflowSet subflows, IMptcpEnvironment environment)
{
    private CoupledGroup? _coupled;

    /// <summary>Adds a subflow to the connection.</summary>
    /// <param name="handshake">How it introduces itself.</param>
    /// <param name="source">This end.</param>
    /// <param name="destination">The other end.</param>
    /// <returns>The subflow, which has sent nothing yet; null when the host has no route.</returns>
    public Subflow? Open(SubflowHandshake handshake, Endpoint source, Endpoint destination)
    {
        Subflow subflow = new(connection, handshake);
        TcpConnection? tcp = environment.CreateSubflow(subflow, source, destination);
        if (tcp is null)
        {
            return null;
        }

        if (tcp.Sender.CongestionControl is CoupledControl control)
        {
            control.Join(_coupled ??= new CoupledGroup());
        }

        (Endpoint local, Endpoint remote) = environment.EndsOf(tcp);
        subflow.Attach(tcp, local, remote);
        if (connection.IsFallback)
        {
            environment.MapPlainly(subflow, connection.SendQueue.Bytes);
        }
        else
        {
            environment.MapData(subflow, connection.SendQueue.Bytes, connection.Keys.FirstLocalSequence);
        }

        subflows.Add(subflow);
        return subflow;
    }
}
