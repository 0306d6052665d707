using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Experiments.Scenario.Reading;
using Experiments.Scenario.Records;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Experiments.Scenario.Yaml;

/// <summary>Reads the one document of a YAML text into nodes, with bounded work.</summary>
/// <remarks>
/// Anchors, aliases and tags are refused: no scenario needs them, and aliases are how a small file becomes a huge one.
/// </remarks>
internal sealed class NodeReader
{
    private const int MaxDepth = 32;
    private const int MaxNodes = 200_000;

    private readonly ErrorLog _log;
    private readonly Func<Mark, SourcePosition> _position;
    private readonly Parser _parser;
    private int _nodes;

    private NodeReader(string text, ErrorLog log, Func<Mark, SourcePosition> position)
    {
        _log = log;
        _position = position;
        _parser = new Parser(new StringReader(text));
    }

    /// <summary>Reads the text of a file.</summary>
    /// <returns>The root, or null when there is an error, which is logged, or no document at all.</returns>
    public static Node? ReadFile(string text, string file, ErrorLog log)
    {
        return new NodeReader(text, log, PositionOf).Read();

        SourcePosition PositionOf(Mark mark) => new(file, (int)mark.Line, (int)mark.Column);
    }

    /// <summary>
    /// Reads one value that was given somewhere else, all of whose errors point at <paramref name="at"/>.
    /// </summary>
    /// <returns>The value, or null when there is an error, which is logged.</returns>
    public static Node? ReadValue(string text, SourcePosition at, ErrorLog log)
    {
        int before = log.Count;
        Node? node = new NodeReader(text, log, _ => at).Read();
        return node ?? (log.Count == before ? new ScalarNode(at, "") : null);
    }

    private Node? Read()
    {
        try
        {
            _parser.Consume<StreamStart>();
            if (_parser.Accept<StreamEnd>(out _))
            {
                return null;
            }

            _parser.Consume<DocumentStart>();
            Node? root = ReadNode(1);
            if (root is null)
            {
                return null;
            }

            _parser.Consume<DocumentEnd>();
            if (_parser.Accept<DocumentStart>(out DocumentStart? second))
            {
                _log.Add(_position(second.Start), "a second YAML document; a scenario is one document");
                return null;
            }

            return root;
        }
        catch (YamlException error)
        {
            _log.Add(_position(error.Start), $"not valid YAML: {Plain(error.Message)}");
        }
        catch (InvalidOperationException)
        {
            // The parser ends like this when brackets are left open over several lines.
            _log.Add(
                _position(_parser.Current?.Start ?? Mark.Empty),
                "not valid YAML: a bracket behind this place is never closed");
        }

        return null;
    }

    private Node? ReadNode(int depth)
    {
        ParsingEvent next = _parser.Current ?? throw new YamlException("the document ends too early");
        SourcePosition at = _position(next.Start);
        string? refusal = next switch
        {
            AnchorAlias alias => $"the alias '*{alias.Value}'; anchors and aliases are not allowed, write the value "
                + "again",
            NodeEvent { Anchor.IsEmpty: false } node =>
                $"the anchor '&{node.Anchor}'; anchors and aliases are not allowed, write the value again",
            NodeEvent { Tag.IsEmpty: false } node => $"the tag '{node.Tag}'; tags are not allowed",
            _ when depth > MaxDepth => string.Create(
                CultureInfo.InvariantCulture, $"nested deeper than {MaxDepth} levels"),
            _ when ++_nodes > MaxNodes => string.Create(CultureInfo.InvariantCulture, $"more than {MaxNodes} values"),
            _ => null,
        };
        if (refusal is not null)
        {
            _log.Add(at, refusal);
            return null;
        }

        if (_parser.TryConsume<Scalar>(out Scalar? scalar))
        {
            return new ScalarNode(at, scalar.Value) { IsPlain = scalar.Style == ScalarStyle.Plain };
        }

        return next is SequenceStart ? ReadSequence(at, depth) : ReadMapping(at, depth);
    }

    private SequenceNode? ReadSequence(SourcePosition at, int depth)
    {
        bool flow = _parser.Consume<SequenceStart>().Style == SequenceStyle.Flow;
        List<Node> items = [];
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            if (ReadNode(depth + 1) is not Node item)
            {
                return null;
            }

            while (flow && IsOpen(item) && _parser.TryConsume<Scalar>(out Scalar? rest))
            {
                item = Join(item, rest);
            }

            items.Add(item);
        }

        return new SequenceNode(at, items);
    }

    private MappingNode? ReadMapping(SourcePosition at, int depth)
    {
        bool flow = _parser.Consume<MappingStart>().Style == MappingStyle.Flow;
        List<KeyValuePair<ScalarNode, Node>> entries = [];
        Dictionary<string, SourcePosition> seen = [];
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            Node? key = ReadNode(depth + 1);
            Node? value = key is null ? null : ReadNode(depth + 1);
            if (key is null || value is null)
            {
                return null;
            }

            while (flow && IsOpen(value) && _parser.TryConsume<Scalar>(out Scalar? rest))
            {
                value = Join(value, rest);
                if (_parser.Consume<Scalar>().Value.Length > 0)
                {
                    throw new YamlException(rest.Start, rest.End, "a key follows an open '('");
                }
            }

            if (key is not ScalarNode { Text.Length: > 0 } name)
            {
                _log.Add(key.At, $"{key.Description} where a key is expected");
                return null;
            }

            if (seen.TryGetValue(name.Text, out SourcePosition first))
            {
                _log.Add(name.At, string.Create(
                    CultureInfo.InvariantCulture, $"duplicate key '{name.Text}', already in line {first.Line}"));
                continue;
            }

            seen.Add(name.Text, name.At);
            entries.Add(new(name, value));
        }

        return new MappingNode(at, entries);
    }

    // Inside { } and [ ] YAML ends a value at a comma, also in uniform(0 ms, 20 ms). What follows such a comma arrives
    // as the next item, or as a key without a value, and is joined again until the bracket is closed.
    private static bool IsOpen(Node node) =>
        node is ScalarNode { IsPlain: true } scalar && scalar.Text.Count(c => c == '(') > scalar.Text.Count(
            c => c == ')');

    private static ScalarNode Join(Node open, Scalar rest)
    {
        ScalarNode scalar = (ScalarNode)open;
        return scalar with { Text = $"{scalar.Text}, {rest.Value}" };
    }

    // The parser's messages start with a capital and end with a full stop; ours continue a line.
    private static string Plain(string message) =>
        message.Length == 0 ? message : char.ToLowerInvariant(message[0]) + message[1..].TrimEnd('.');
}
