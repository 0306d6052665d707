namespace Protocols.Mptcp;

/// <summary>
/// What happens to a slow subflow when its data holds back a faster one: mptcp_rbuf_penal of the out-of-tree stack.
/// </summary>
public enum PenalizationRule
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Its window is halved, and its slow start ends there (Raiciu et al., NSDI 2012, 4.2).</summary>
    EndsSlowStart = 1,

    /// <summary>
    /// Its window is halved, its threshold too, but not in slow start (release 0.95): a subflow that loses nothing comes
    /// back as fast as it was.
    /// </summary>
    KeepsSlowStart = 2,
}
