using System.Diagnostics;
using Protocols.Core;

namespace Sim.Network;

/// <summary>What happens to packets between the transmitter of a link and its far end: some get lost, and while it is blocked all do.</summary>
/// <param name="random">Decides which packets get lost.</param>
internal sealed class Wire(RandomStream random)
{
    private LossProcess _loss = new(random);
    private int _blocks;
    private Instant _blockedSince;

    /// <summary>How packets get lost at random.</summary>
    public LossModel Loss
    {
        get => _loss.Model;
        set => _loss.Model = value;
    }

    /// <summary>Whether it is blocked now.</summary>
    public bool IsBlocked => _blocks > 0;

    /// <summary>Whether it lets everything through.</summary>
    public bool IsPerfect => _loss.IsLossless && _blocks == 0;

    /// <summary>Packets lost at random.</summary>
    public long LossDrops { get; private set; }

    /// <summary>Packets lost because it was blocked.</summary>
    public long BlockDrops { get; private set; }

    /// <summary>Blocks it once more: all that departs later than <paramref name="now"/> gets lost.</summary>
    public void Block(Instant now)
    {
        if (_blocks++ == 0)
        {
            _blockedSince = now;
        }
    }

    /// <summary>Takes one block back.</summary>
    public void Unblock()
    {
        Debug.Assert(_blocks > 0, "Every unblock follows a block.");
        _blocks--;
    }

    /// <summary>Decides, when the wire is unblocked at <paramref name="now"/>, whether a packet on it departed into the block; counts it then.</summary>
    public bool LostWhileBlocked(Instant departure, Instant now)
    {
        bool isLost = departure > _blockedSince && departure <= now;
        BlockDrops += isLost ? 1 : 0;
        return isLost;
    }

    /// <summary>Decides, once for each packet, at its arrival, in order, whether it got lost; counts it then.</summary>
    public bool Loses(Instant departure)
    {
        if (_blocks > 0 && departure > _blockedSince)
        {
            BlockDrops++;
            return true;
        }

        if (_loss.Loses())
        {
            LossDrops++;
            return true;
        }

        return false;
    }
}
