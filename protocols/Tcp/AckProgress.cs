using Protocols.Core;

namespace Protocols.Tcp;

/// <summary>What an acknowledgment said, for the state machine of loss recovery (the FLAG_ bits of tcp_ack).</summary>
/// <param name="Advances">Whether SND.UNA advanced (FLAG_SND_UNA_ADVANCED).</param>
/// <param name="Selects">Whether it newly acknowledged something selectively (FLAG_DATA_SACKED).</param>
/// <param name="IsDuplicate">Whether it brought nothing at all: a duplicate acknowledgment (RFC 5681, 2).</param>
/// <param name="ReportsDuplicate">Whether it reported a duplicate (FLAG_DSACKING_ACK).</param>
/// <param name="EchoesCongestion">Whether it echoed a congestion mark (FLAG_ECE).</param>
/// <param name="EchoRtt">The time since the echoed timestamp was sent; negative without one.</param>
internal readonly record struct AckProgress(
    bool Advances,
    bool Selects,
    bool IsDuplicate,
    bool ReportsDuplicate,
    bool EchoesCongestion,
    Duration EchoRtt);
