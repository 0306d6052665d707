using System.Collections.Generic;

namespace Results.Recording;

/// <summary>One column of a table of runs: numbers or texts.</summary>
public sealed class RunColumn
{
    private RunColumn(string name, IReadOnlyList<double?> numbers, IReadOnlyList<string?> texts, bool isText)
    {
        Name = name;
        Numbers = numbers;
        Texts = texts;
        IsText = isText;
    }

    /// <summary>Its name: the path of a parameter or of a value of the summary.</summary>
    public string Name { get; }

    /// <summary>Whether it holds texts.</summary>
    public bool IsText { get; }

    /// <summary>Its numbers, one for each row, null where the run has none; empty for a column of texts.</summary>
    public IReadOnlyList<double?> Numbers { get; }

    /// <summary>Its texts, one for each row, null where the run has none; empty for a column of numbers.</summary>
    public IReadOnlyList<string?> Texts { get; }

    /// <summary>A column of numbers.</summary>
    public static RunColumn OfNumbers(string name, IReadOnlyList<double?> numbers) => new(name, numbers, [], isText: false);

    /// <summary>A column of texts.</summary>
    public static RunColumn OfTexts(string name, IReadOnlyList<string?> texts) => new(name, [], texts, isText: true);
}
