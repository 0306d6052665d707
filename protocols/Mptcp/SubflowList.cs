using System.Collections;
using System.Collections.Generic;

namespace Protocols.Mptcp;

/// <summary>Subflows of a connection, to be looked at: a list that a loop walks without an object of its own.</summary>
/// <remarks>Schedulers walk it for every write.</remarks>
public readonly record struct SubflowList : IReadOnlyList<Subflow>
{
    private readonly List<Subflow> _subflows;

    internal SubflowList(List<Subflow> subflows) => _subflows = subflows;

    /// <inheritdoc/>
    public int Count => _subflows.Count;

    /// <inheritdoc/>
    public Subflow this[int index] => _subflows[index];

    /// <summary>Walks the list; it must not change meanwhile.</summary>
    public List<Subflow>.Enumerator GetEnumerator() => _subflows.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator<Subflow> IEnumerable<Subflow>.GetEnumerator() => _subflows.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => _subflows.GetEnumerator();
}
