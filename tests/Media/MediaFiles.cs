using System.IO;
using System.Runtime.CompilerServices;
using NUnit.Framework;
using Protocols.Media;

namespace Tests.Media;

/// <summary>The recorded clips in tests/Captures/media.</summary>
internal static class MediaFiles
{
    public static byte[] Read(string name, [CallerFilePath] string here = "") =>
        File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(here)!, "..", "Captures", "media", name));

    public static FlvFile Flv(string name)
    {
        Assert.That(FlvReader.TryRead(Read(name), out FlvFile? file, out FlvError error), Is.True, error.ToString());
        return file!;
    }
}
