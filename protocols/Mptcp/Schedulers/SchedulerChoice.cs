namespace Protocols.Mptcp.Schedulers;

/// <summary>What a scheduler decided.</summary>
/// <param name="Subflow">The subflow; null to wait until something changes.</param>
/// <param name="Burst">How many bytes to give it before asking again; at least 1 with a subflow.</param>
/// <param name="RepeatFrom">
/// The offset of data in flight that the subflow is given in addition to who has it; negative for the data that waits.
/// </param>
public readonly record struct SchedulerChoice(Subflow? Subflow, int Burst, long RepeatFrom = -1)
{
    /// <summary>Wait.</summary>
    public static SchedulerChoice Wait => default;

    /// <summary>Whether data in flight is repeated.</summary>
    public bool IsRepetition => Subflow is not null && RepeatFrom >= 0;
}
