using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Experiments.Scenario.Records;
using Experiments.Scenario.Yaml;

namespace Experiments.Scenario.Reading;

/// <summary>Reads the program that takes the place of ours: the keys <c>command</c> and <c>mptcp</c> of streaming applications.</summary>
internal sealed class CommandBinder(ReadingContext context)
{
    private static readonly string[] _common =
        [CommandPlaceholder.Address, CommandPlaceholder.Port, CommandPlaceholder.Duration, CommandPlaceholder.Folder, CommandPlaceholder.Scenario];

    private readonly ValueReader _values = context.Values;

    /// <summary>Reads it; null when there is none.</summary>
    /// <param name="fields">The application's keys.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="media">What it publishes; null of one that publishes nothing.</param>
    public CommandDefinition? Bind(MappingFields fields, string kind, MediaDefinition? media)
    {
        Field command = fields.Optional("command");
        Field mptcpField = fields.Optional("mptcp");
        bool? mptcp = _values.Flag(mptcpField);
        if (!command.IsGiven)
        {
            if (mptcpField.IsGiven)
            {
                context.Log.Add(
                    mptcpField.At, $"{mptcpField.Path}: only a program given by 'command' is made to use MPTCP; of ours, 'stack' says so");
            }

            return null;
        }

        if (Words(command) is not { Count: > 0 } words)
        {
            return null;
        }

        string[] known = kind switch
        {
            "rtmp-push" => [.. _common, CommandPlaceholder.Url, CommandPlaceholder.File],
            "rtmp-client" => [.. _common, CommandPlaceholder.Url],
            _ => _common,
        };
        foreach (string name in words.SelectMany(CommandPlaceholder.In).Distinct())
        {
            if (!known.Contains(name))
            {
                context.Log.Add(command.At, $"{command.Path}: unknown placeholder '{{{name}}}'; {Spelling.Suggest(name, known)}");
            }
            else if (name == CommandPlaceholder.File && media is not MediaDefinition.Flv)
            {
                context.Log.Add(command.At, $"{command.Path}: '{{file}}' stands for the media file, and 'media' names none");
            }
        }

        return new CommandDefinition(words, mptcp, command.At);
    }

    private IReadOnlyList<string>? Words(Field field)
    {
        if (field.Node is SequenceNode)
        {
            IReadOnlyList<Field> items = _values.List(field);
            string[] words = [.. items.Select(_values.Text).OfType<string>()];
            if (items.Count == 0)
            {
                context.Log.Add(field.At, $"{field.Path}: the list is empty, expected a program and its arguments");
            }

            return words.Length == items.Count ? words : null;
        }

        return _values.Text(field) is string text ? Split(text, field) : null;
    }

    // As a shell would, as far as spaces and quotes go.
    private List<string>? Split(string text, Field field)
    {
        List<string> words = [];
        StringBuilder word = new();
        char quote = '\0';
        bool isWord = false;
        foreach (char c in text)
        {
            if (quote != '\0' ? c == quote : c is '"' or '\'')
            {
                quote = quote == '\0' ? c : '\0';
                isWord = true;
            }
            else if (quote == '\0' && char.IsWhiteSpace(c))
            {
                End();
            }
            else
            {
                word.Append(c);
                isWord = true;
            }
        }

        End();
        if (quote == '\0' && words.Count > 0)
        {
            return words;
        }

        context.Log.Add(
            field.At, quote == '\0' ? $"{field.Path}: found no word, expected a program and its arguments" : $"{field.Path}: a quote {quote} is never closed");
        return null;

        void End()
        {
            if (isWord)
            {
                words.Add(word.ToString());
            }

            word.Clear();
            isWord = false;
        }
    }
}
