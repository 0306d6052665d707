namespace Sim.Network;

/// <summary>Two links, one in each direction, between two elements.</summary>
/// <param name="name">Its name, unique in the simulation.</param>
/// <param name="forward">From the first element to the second.</param>
/// <param name="backward">From the second element to the first.</param>
public sealed class Cable(string name, Link forward, Link backward) : ITimelineTarget
{
    private bool _isBlocked;

    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>From the first element to the second.</summary>
    public Link Forward { get; } = forward;

    /// <summary>From the second element to the first.</summary>
    public Link Backward { get; } = backward;

    /// <inheritdoc/>
    public void AnnounceChange()
    {
        Forward.MayChange = true;
        Backward.MayChange = true;
    }

    /// <inheritdoc/>
    /// <remarks>A cable has a wire only: wherever the block is wanted, it is there. To block in a host, block its NIC.</remarks>
    public void Block(BlockPoint where)
    {
        Unblock();
        _isBlocked = true;
        Forward.Block();
        Backward.Block();
    }

    /// <inheritdoc/>
    public void Unblock()
    {
        if (_isBlocked)
        {
            _isBlocked = false;
            Forward.Unblock();
            Backward.Unblock();
        }
    }

    /// <inheritdoc/>
    public void Change(LinkChange change)
    {
        Forward.Change(change);
        Backward.Change(change);
    }
}
