using Protocols.Core;

namespace Results.Recording;

/// <summary>Something that is looked at again and again while a run goes on.</summary>
public interface IProbe
{
    /// <summary>Looks at it. Changes nothing in the run.</summary>
    void Sample(Instant now);
}
