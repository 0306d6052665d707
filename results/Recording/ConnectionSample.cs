using Protocols.Core;

namespace Results.Recording;

/// <summary>
/// One connection at one instant, in its main direction. Counters are cumulative since the connection began.
/// </summary>
/// <param name="At">When it was sampled.</param>
/// <param name="WrittenBytes">Bytes the sending application has written.</param>
/// <param name="AckedBytes">Bytes acknowledged by the receiver (the data-level acknowledgment of MPTCP).</param>
/// <param name="DeliveredBytes">Bytes the receiving application has been given, in order.</param>
/// <param name="SendQueueBytes">Bytes written and not yet acknowledged.</param>
/// <param name="OutOfOrderBytes">Bytes at the receiver that wait for earlier ones.</param>
/// <param name="ReceiveWindowBytes">The window the receiver last announced.</param>
/// <param name="ReinjectedBytes">Bytes sent again on another subflow.</param>
/// <param name="DuplicateBytes">Bytes the receiver got more than once, at the data level.</param>
/// <param name="Subflows">Subflows that are established at that instant.</param>
public readonly record struct ConnectionSample(
    Instant At,
    long WrittenBytes,
    long AckedBytes,
    long DeliveredBytes,
    long SendQueueBytes,
    long OutOfOrderBytes,
    long ReceiveWindowBytes,
    long ReinjectedBytes,
    long DuplicateBytes,
    int Subflows);
