namespace Experiments.Composition.Nodes;

/// <summary>How far a host's clock is from the coordinator's.</summary>
/// <param name="Nanoseconds">The host's time minus the coordinator's.</param>
/// <param name="UncertaintyNanoseconds">How far that may be off at most, either way: half of the round trip of the reading.</param>
internal readonly record struct ClockOffset(long Nanoseconds, long UncertaintyNanoseconds);
