namespace Experiments.Scenario;

/// <summary>Looks into a media file that a scenario names.</summary>
public interface IMediaCheck
{
    /// <summary>Judges the file, which exists.</summary>
    /// <param name="path">The full path.</param>
    MediaVerdict Check(string path);
}
