namespace Sim.Emulation;

/// <summary>Hears what happened to a descriptor that an <see cref="EpollLoop"/> watches.</summary>
public interface IEpollHandler
{
    /// <summary>
    /// Called from the loop. Marks what has become possible; the work itself is posted, so that one busy descriptor does
    /// not hold up the others.
    /// </summary>
    /// <param name="events">What has become possible since the last call.</param>
    void OnReady(EpollEvents events);
}
