using Protocols.Core;

namespace Sim.Network;

/// <summary>A link's capacity over time, recorded or written down. Immutable, so that links can share it.</summary>
public abstract class RateTrace
{
    /// <summary>The rate over the whole of it: what a queue limit in time is measured with.</summary>
    public abstract BitRate MeanRate { get; }

    /// <summary>A line that follows it from the start of the run.</summary>
    internal abstract ILine NewLine();
}
