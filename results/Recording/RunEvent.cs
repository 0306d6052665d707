using Protocols.Core;

namespace Results.Recording;

/// <summary>One entry of the scenario's timeline, as it was carried out.</summary>
/// <param name="At">When it took effect.</param>
/// <param name="Text">What it did, in the words of the scenario file: <c>unblock isp2, block isp1</c>.</param>
public sealed record RunEvent(Instant At, string Text);
