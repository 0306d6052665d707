namespace Results.Recording;

/// <summary>
/// Three hashes of a run, 16 hexadecimal digits each: equal for equal input and seed, on any machine. That they are three
/// tells which aspect of a run has changed.
/// </summary>
/// <param name="Events">Of the events in the order they were carried out.</param>
/// <param name="Nics">Of the interfaces' counters.</param>
/// <param name="Playback">Of the frames the players received and when.</param>
public sealed record RunFingerprint(string Events, string Nics, string Playback);
