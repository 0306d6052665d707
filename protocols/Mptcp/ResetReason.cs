namespace Protocols.Mptcp;

/// <summary>The reasons of MP_TCPRST (RFC 8684, 3.6).</summary>
public enum ResetReason : byte
{
    /// <summary>0: none is given.</summary>
    Unspecified = 0,

    /// <summary>1: an error in the use of MPTCP.</summary>
    MptcpError = 1,

    /// <summary>2: the end lacks resources.</summary>
    LackOfResources = 2,

    /// <summary>3: the subflow is not allowed.</summary>
    Prohibited = 3,

    /// <summary>4: too much data waits for an acknowledgment.</summary>
    TooMuchOutstanding = 4,

    /// <summary>5: the subflow performs too badly.</summary>
    BadPerformance = 5,

    /// <summary>6: something on the path interferes.</summary>
    Middlebox = 6,
}
