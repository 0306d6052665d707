namespace Protocols.Mptcp;

/// <summary>When data that was sent on one subflow is sent again on another.</summary>
public enum ReinjectionRule
{
    /// <summary>
    /// Mainline Linux: one fragment at each expiry of the connection's timer, everything once a subflow is stale.
    /// </summary>
    StaleSubflows,

    /// <summary>
    /// The out-of-tree stack (v0.8x to 0.95): everything a subflow had in flight, at each of its timeouts.
    /// </summary>
    EveryTimeout,
}
