using Protocols.Core;

namespace Results.Recording;

/// <summary>A link's rate from an instant on.</summary>
/// <param name="At">When the rate took effect.</param>
/// <param name="Rate">The rate; zero for a link that carries nothing.</param>
public readonly record struct RateStep(Instant At, BitRate Rate);
