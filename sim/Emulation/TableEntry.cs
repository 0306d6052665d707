namespace Sim.Emulation;

/// <summary>A TCP socket of a namespace, whoever holds it.</summary>
/// <param name="Token">The token of the MPTCP connection whose subflow it is, at this end; 0 of plain TCP.</param>
/// <param name="Status">Its ends and how it is.</param>
public readonly record struct TableEntry(uint Token, SubflowStatus Status);
