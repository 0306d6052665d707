using Protocols.Core;

namespace Experiments.Scenario.Records;

/// <summary>The parameters of FQ-CoDel; null where the user said nothing.</summary>
/// <param name="Name">Its registered name.</param>
public sealed record FqCoDelDefinition(Reference Name) : CoDelDefinition(Name)
{
    /// <summary>How many queues flows are spread over; 1 to 65,536.</summary>
    public int? Queues { get; init; }

    /// <summary>The bytes of one turn; 256 or more.</summary>
    public ByteSize? Quantum { get; init; }

    /// <summary>The memory that all queues may take together.</summary>
    public ByteSize? MemoryLimit { get; init; }
}
