using System;
using System.Collections.Generic;

namespace Experiments.Composition;

/// <summary>What users choose by name, and how each is made.</summary>
/// <typeparam name="T">What is made, or how: a factory.</typeparam>
public sealed class NameRegistry<T>
{
    private readonly SortedDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    private readonly record struct Entry(string Description, T Value);

    /// <summary>All names, sorted.</summary>
    public IReadOnlyCollection<string> Names => _entries.Keys;

    /// <summary>Registers a name; the last one of a name wins, so that users can replace what is built in.</summary>
    /// <param name="name">The name.</param>
    /// <param name="description">What it is, in one line for <c>simulator list</c>.</param>
    /// <param name="value">How it is made.</param>
    public void Add(string name, string description, T value) => _entries[name] = new Entry(description, value);

    /// <summary>What is registered under a name.</summary>
    /// <exception cref="KeyNotFoundException">Nothing is. Names of scenarios are checked when the file is read.</exception>
    public T this[string name] => _entries.TryGetValue(name, out Entry entry)
        ? entry.Value
        : throw new KeyNotFoundException($"'{name}' is not registered; known: {string.Join(", ", _entries.Keys)}");

    /// <summary>What is registered under a name, in one line.</summary>
    public string DescriptionOf(string name) => _entries[name].Description;
}
