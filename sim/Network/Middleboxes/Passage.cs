namespace Sim.Network.Middleboxes;

/// <summary>Which way a packet passes a middlebox.</summary>
public enum Passage
{
    /// <summary>Away from the NIC that the link belongs to, or from the first end of a named link.</summary>
    Up,

    /// <summary>Towards it.</summary>
    Down,
}
