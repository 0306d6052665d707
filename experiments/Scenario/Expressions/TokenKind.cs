namespace Experiments.Scenario.Expressions;

/// <summary>The kinds of words in an expression.</summary>
internal enum TokenKind
{
    /// <summary>A number with or without a unit.</summary>
    Number,

    /// <summary>A name or a word operator.</summary>
    Name,

    /// <summary>A word in quotes.</summary>
    Quoted,

    /// <summary>An operator, a bracket, a comma or a dot.</summary>
    Symbol,

    /// <summary>The end of the text.</summary>
    End,
}
