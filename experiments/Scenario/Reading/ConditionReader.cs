using Experiments.Scenario.Expressions;
using Experiments.Scenario.Records;

namespace Experiments.Scenario.Reading;

/// <summary>Reads conditions, with errors at the right character of the line.</summary>
internal sealed class ConditionReader(ReadingContext context)
{
    /// <summary>Reads one condition; null if it is not given or wrong.</summary>
    public Expectation? Read(Field field)
    {
        if (context.Values.Text(field) is not string text)
        {
            return null;
        }

        if (Condition.TryParse(text, out Condition? condition, out ConditionError? error))
        {
            return new Expectation(condition, field.At);
        }

        context.Log.Add(Inside(field.At, error.Offset), $"{field.Path}: {error.Message}");
        return null;
    }

    /// <summary>The place of a character of the text that starts at a position.</summary>
    public static SourcePosition Inside(SourcePosition start, int offset) =>
        start.Line == 0 ? start : start with { Column = start.Column + offset };
}
