using System.Linq;

namespace Results.Recording;

/// <summary>Writes the files that hold a run as it was recorded: the manifest and the series as CSV.</summary>
public static class RunFiles
{
    /// <summary>
    /// Writes all of them; a run without players, links or connections has those files with a header only.
    /// </summary>
    /// <exception cref="ResultsException">A file cannot be written.</exception>
    public static void Write(RunRecord record, RunFolder folder)
    {
        folder.Write(RunFolder.ManifestName, stream => Manifest.Write(record, stream));
        folder.Write(NicsCsv.Name, stream => NicsCsv.Write(record, stream));
        folder.Write(LinksCsv.Name, stream => LinksCsv.Write(record, stream));
        folder.Write(SubflowsCsv.Name, stream => SubflowsCsv.Write(record, stream));
        folder.Write(ConnectionsCsv.Name, stream => ConnectionsCsv.Write(record, stream));
        folder.Write(PlaybackCsv.Name, stream => PlaybackCsv.Write(record, stream));
        foreach (string host in record.Nics.Select(nic => nic.Host).Distinct())
        {
            folder.Write(BwmNgCsv.NameFor(host), stream => BwmNgCsv.Write(record, host, stream));
        }
    }
}
