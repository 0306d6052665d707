namespace Experiments.Composition.Live;

/// <summary>What ended a role.</summary>
public enum LiveEnd
{
    /// <summary>It was over by itself: the file was sent, the stream ended, or it failed.</summary>
    ByItself,

    /// <summary>The time it was given.</summary>
    Duration,

    /// <summary>The user.</summary>
    Interrupted,
}
