using Protocols.Core;

namespace Protocols.Mptcp.Reinjection;

/// <summary>
/// Decides when data that one subflow had is given to another: a rule with one timer, one object for each connection.
/// </summary>
public interface IReinjection
{
    /// <summary>When <see cref="OnTimer"/> wants to be called.</summary>
    Instant Deadline { get; }

    /// <summary>Data was given to some subflow.</summary>
    void OnPushed(Instant now);

    /// <summary>A data-level acknowledgment arrived.</summary>
    void OnDataAck(Instant now);

    /// <summary>The deadline has come.</summary>
    void OnTimer(Instant now);

    /// <summary>A subflow's retransmission timer expired.</summary>
    void OnSubflowTimeout(Subflow subflow);

    /// <summary>A subflow has left the connection: by default what it had in flight is given to the others.</summary>
    void OnSubflowClosed(Subflow subflow) => subflow.ReinjectAll();
}
