namespace Experiments.Scenario.Records;

/// <summary>Which packets of a link a middlebox sees.</summary>
public enum MiddleboxDirection
{
    /// <summary>All.</summary>
    Both,

    /// <summary>Those away from the NIC, or from the first end of a named link.</summary>
    Up,

    /// <summary>Those towards it.</summary>
    Down,
}
