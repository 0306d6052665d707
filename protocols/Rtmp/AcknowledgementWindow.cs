namespace Protocols.Rtmp;

/// <summary>
/// Counts received bytes and tells when the peer wants to hear of them (Adobe RTMP 1.0, 5.4.3 and 5.4.4).
/// </summary>
internal sealed class AcknowledgementWindow
{
    private long _acknowledgedBytes;
    private uint _windowBytes;

    /// <summary>All bytes received, the handshake included, as deployed software counts.</summary>
    public long ReceivedBytes { get; private set; }

    /// <summary>The sequence number to acknowledge: the bytes received, modulo 2^32.</summary>
    public uint SequenceNumber => unchecked((uint)ReceivedBytes);

    /// <summary>The peer asked for an acknowledgement after so many bytes; 0 means never.</summary>
    public void Resize(uint windowBytes) => _windowBytes = windowBytes;

    /// <summary>Counts bytes.</summary>
    public void Add(int bytes) => ReceivedBytes += bytes;

    /// <summary>Whether an acknowledgement is due; it is then taken as sent.</summary>
    public bool TryAcknowledge()
    {
        // Half the window, as ffmpeg does: with the whole of it a sender that really waits would stand still for a
        // round trip.
        if (_windowBytes == 0 || ReceivedBytes - _acknowledgedBytes < (_windowBytes + 1L) / 2)
        {
            return false;
        }

        _acknowledgedBytes = ReceivedBytes;
        return true;
    }
}
