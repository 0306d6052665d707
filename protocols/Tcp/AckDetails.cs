using Protocols.Core;

namespace Protocols.Tcp;

/// <summary>What else a segment said that acknowledges something.</summary>
/// <param name="EchoRtt">The time since the timestamp was sent that it echoes; negative without one.</param>
/// <param name="IsPure">Whether it carries no data and announces no other window than before (RFC 5681, 2).</param>
/// <param name="EchoesCongestion">Whether it echoes a congestion mark (RFC 3168, 6.1.2).</param>
public readonly record struct AckDetails(Duration EchoRtt, bool IsPure, bool EchoesCongestion);
