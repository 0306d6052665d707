namespace Experiments.Scenario.Records;

/// <summary>What a live source publishes: a media file, a generated stream, or what a program of the machine has.</summary>
public abstract record MediaDefinition
{
    private MediaDefinition()
    {
    }

    /// <summary>An FLV file.</summary>
    /// <param name="Written">The path as written; relative paths start at the scenario file's folder.</param>
    /// <param name="Path">The full path.</param>
    /// <param name="At">Where it was written.</param>
    public sealed record Flv(string Written, string Path, SourcePosition At) : MediaDefinition;

    /// <summary>A media source by name, such as <c>synthetic</c>, with its settings.</summary>
    /// <param name="Name">The name of the source.</param>
    /// <param name="Settings">What the stream looks like.</param>
    public sealed record Source(Reference Name, SourceSettings Settings) : MediaDefinition;

    /// <summary>Whatever the program publishes that takes the place of ours.</summary>
    public sealed record OfProgram : MediaDefinition;
}
