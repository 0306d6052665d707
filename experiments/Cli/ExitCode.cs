namespace Experiments.Cli;

/// <summary>What the program tells the shell.</summary>
public static class ExitCode
{
    /// <summary>All done, and every expectation holds.</summary>
    public const int Done = 0;

    /// <summary>The run is done, but an expectation or a verdict failed.</summary>
    public const int NotAsExpected = 1;

    /// <summary>The user's input is wrong; nothing was written.</summary>
    public const int WrongInput = 2;

    /// <summary>The machine lacks something.</summary>
    public const int MachineLacks = 3;

    /// <summary>The user interrupted the program; what was finished is kept.</summary>
    public const int Interrupted = 130;
}
