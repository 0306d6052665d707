namespace Results.Recording;

/// <summary>How far a real-time run lagged behind the clock when it carried out its events, in microseconds.</summary>
/// <param name="P50Microseconds">The median.</param>
/// <param name="P99Microseconds">The 99th percentile.</param>
/// <param name="MaxMicroseconds">The worst event.</param>
public sealed record LatenessRecord(double P50Microseconds, double P99Microseconds, double MaxMicroseconds);
