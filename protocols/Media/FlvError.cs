namespace Protocols.Media;

/// <summary>Why bytes are not an FLV file.</summary>
/// <param name="Position">Where, in bytes from the start of the file.</param>
/// <param name="Reason">What was found and what is allowed there, for a person to read.</param>
public readonly record struct FlvError(long Position, string Reason)
{
    /// <summary>Prints both: <c>byte 0: ...</c>.</summary>
    public override string ToString() => $"byte {Position}: {Reason}";
}
