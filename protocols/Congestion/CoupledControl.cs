using System;
using Protocols.Core;

namespace Protocols.Congestion;

/// <summary>
/// A congestion control of one subflow that looks at the other subflows of its connection. Derive from it to add
/// another.
/// </summary>
/// <remarks>
/// Slow start is not coupled (RFC 6356, 3). A loss halves the window, and alone a subflow grows as Reno does, unless a
/// control says otherwise. Windows grow with the packets that are acknowledged, as everywhere in today's Linux: the
/// modules of the out-of-tree stack still count acknowledgments, so that delayed ones slow them down there.
/// </remarks>
public abstract class CoupledControl : ICongestionControl, ISenderAware
{
    private CoupledGroup? _group;

    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <summary>Its window.</summary>
    public CongestionWindow Window => Sender.CongestionWindow;

    /// <summary>
    /// The window that the subflow has or, while it recovers from a loss, the one that it will have then, in packets.
    /// </summary>
    public int SettledWindow =>
        Sender.State == CongestionState.Recovery ? Window.SlowStartThreshold : Window.Packets;

    /// <summary>Its smoothed round-trip time; zero before the first sample.</summary>
    public Duration SmoothedRtt => Sender.SmoothedRtt;

    /// <summary>Whether it has a round-trip time and so counts among its group.</summary>
    public bool IsEstablished => Sender.SmoothedRtt > Duration.Zero;

    /// <summary>The sender that it steers.</summary>
    protected IControlledSender Sender { get; private set; } = null!;

    /// <summary>
    /// The subflows of its connection, itself among them; null on plain TCP, and while no other subflow is established.
    /// </summary>
    protected CoupledGroup? Others => _group is not null && _group.EstablishedCount > 1 ? _group : null;

    /// <inheritdoc/>
    public void Attach(IControlledSender sender) => Sender = sender;

    /// <summary>The subflow belongs to a connection. Called once, when it is created.</summary>
    public void Join(CoupledGroup group)
    {
        _group = group;
        group.Add(this);
    }

    /// <summary>The subflow is over: it counts no more for the others.</summary>
    public void Leave() => _group?.Remove(this);

    /// <inheritdoc/>
    public virtual void OnAcknowledged(CongestionWindow window, in AckSample sample)
    {
    }

    /// <inheritdoc/>
    public virtual void Increase(CongestionWindow window, in AckSample sample)
    {
        int acked = window.GrowInSlowStart(in sample);
        if (acked == 0)
        {
            return;
        }

        if (Others is { } group)
        {
            IncreaseCoupled(group, window, acked);
        }
        else
        {
            window.Increase(window.Packets, acked);
        }
    }

    /// <inheritdoc/>
    public virtual int ThresholdAfterLoss(CongestionWindow window) => Math.Max(window.Packets >> 1, 2);

    /// <inheritdoc/>
    public virtual void OnTimeout(CongestionWindow window)
    {
    }

    /// <inheritdoc/>
    public virtual void OnTransmitStart(Instant now, Instant lastSent)
    {
    }

    /// <summary>Congestion avoidance with at least one other established subflow beside this one.</summary>
    /// <param name="group">All subflows, this one among them.</param>
    /// <param name="window">The window to change.</param>
    /// <param name="acked">How many packets were acknowledged; at least 1.</param>
    protected abstract void IncreaseCoupled(CoupledGroup group, CongestionWindow window, int acked);

    /// <summary>An increase by one packet for so many acknowledged, as a whole number of at least <paramref name="least"/>.</summary>
    protected static int WholePackets(double packetsPerIncrease, int least) =>
        Math.Max((int)Math.Min(packetsPerIncrease, int.MaxValue / 2), least);
}
