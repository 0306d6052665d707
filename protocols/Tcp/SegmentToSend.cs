namespace Protocols.Tcp;

/// <summary>A piece of the stream that the sender wants on the wire now.</summary>
/// <param name="Start">The stream position of its first byte.</param>
/// <param name="Length">How many bytes, without a FIN.</param>
/// <param name="Fin">Whether the FIN follows its last byte.</param>
/// <param name="ScoreboardIndex">Which segment of the scoreboard is sent again; -1 for new data.</param>
public readonly record struct SegmentToSend(long Start, int Length, bool Fin, int ScoreboardIndex)
{
    /// <summary>Whether it was sent before.</summary>
    public bool IsRetransmission => ScoreboardIndex >= 0;
}
