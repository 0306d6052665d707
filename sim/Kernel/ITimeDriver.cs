using Protocols.Core;

namespace Sim.Kernel;

/// <summary>Decides how fast virtual time may pass.</summary>
public interface ITimeDriver
{
    /// <summary>Waits until virtual time may pass on, and says how far.</summary>
    /// <param name="now">The virtual time now.</param>
    /// <param name="next">The time of the next event; <see cref="Instant.Never"/> when there is none.</param>
    /// <param name="until">The end of the run; later than <paramref name="now"/>.</param>
    /// <returns>
    /// The time up to which events may be processed, from <paramref name="now"/> to <paramref name="until"/>. Earlier than
    /// <paramref name="next"/> when something came from outside: what was posted to the simulation meanwhile runs at that time.
    /// </returns>
    Instant Advance(Instant now, Instant next, Instant until);
}
