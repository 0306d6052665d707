namespace Protocols.Streaming;

/// <summary>How what a viewer received relates to what the publisher sent.</summary>
/// <param name="Received">Frames the viewer received, without sequence headers.</param>
/// <param name="FirstSent">The publisher's index of the first of them that it did send; -1 when there is none.</param>
/// <param name="Matched">
/// Received frames that the publisher sent, with the same kind, timestamp and bytes, in the same order.
/// </param>
/// <param name="Missing">Frames that the publisher sent between those, and that the viewer did not get.</param>
/// <param name="UnknownSequenceHeaders">Sequence headers that the publisher never sent.</param>
public readonly record struct MediaComparison(
    int Received, int FirstSent, int Matched, int Missing, int UnknownSequenceHeaders)
{
    /// <summary>
    /// Whether the viewer received a run of what was sent: byte for byte, in order, without a hole. Holds when nothing was
    /// received at all; look at <see cref="Received"/> too.
    /// </summary>
    public bool IsIdentical => Matched == Received && Missing == 0 && UnknownSequenceHeaders == 0;
}
