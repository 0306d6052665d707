namespace Experiments.Scenario.Records;

/// <summary>Whose transport code a host runs (<c>kind: model | kernel | linux</c>).</summary>
public enum StackKind
{
    /// <summary>The simulator's own stack, in virtual time.</summary>
    Model,

    /// <summary>The kernel of the machine that runs the simulator, in real time.</summary>
    Kernel,

    /// <summary>A User-Mode Linux kernel, in virtual time.</summary>
    Linux,
}
