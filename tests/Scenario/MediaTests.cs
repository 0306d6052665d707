using System.IO;
using System.Linq;
using Experiments.Scenario;
using Experiments.Scenario.Records;
using NUnit.Framework;

namespace Tests.Scenario;

/// <summary>Media files are found beside the scenario and looked into before anything runs.</summary>
public class MediaTests
{
    private string _folder = "";

    [SetUp]
    public void CreateFolder()
    {
        _folder = Directory.CreateTempSubdirectory("media-").FullName;
        File.WriteAllText(Path.Combine(_folder, "clip.flv"), "FLV");
        Directory.CreateDirectory(Path.Combine(_folder, "scenarios"));
        Directory.CreateDirectory(Path.Combine(_folder, "folder"));
    }

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void A_relative_path_starts_at_the_folder_of_the_scenario()
    {
        ScenarioReading reading = Read("../clip.flv", new MediaVerdict());

        RtmpPushApplication push = reading.Scenario!.Applications.OfType<RtmpPushApplication>().Single();
        Assert.That(push.Media, Is.InstanceOf<MediaDefinition.Flv>()
            .With.Property(nameof(MediaDefinition.Flv.Path)).EqualTo(Path.Combine(_folder, "clip.flv")));
    }

    [Test]
    public void A_missing_file_is_an_error_that_names_the_full_path() => Assert.That(
        Read("../none.flv", new MediaVerdict()).Errors.Single().Message,
        Is.EqualTo(
            $"applications[1].media: no such file '{_folder}/none.flv', and no media source '../none.flv'; allowed: "
                + "synthetic"));

    [Test]
    public void A_folder_is_an_error() => Assert.That(
        Read("../folder", new MediaVerdict()).Errors.Single().Message,
        Is.EqualTo($"applications[1].media: '{_folder}/folder' is a folder, expected an FLV file"));

    [Test]
    public void A_misspelt_media_source_is_recognised() => Assert.That(
        Read("syntetic", new MediaVerdict()).Errors.Single().Message, Does.EndWith(
            "did you mean 'synthetic'? (allowed: synthetic)"));

    [Test]
    public void A_file_that_is_not_FLV_is_an_error()
    {
        ScenarioReading reading = Read("../clip.flv", new MediaVerdict(Error: "'clip.flv' is not an FLV file"));

        Assert.That(
            reading.Errors.Single().ToString(),
            Does.EndWith("case.yaml:14:86: applications[1].media: 'clip.flv' is not an FLV file"));
    }

    [Test]
    public void A_file_with_a_truncated_last_tag_is_only_noticed()
    {
        ScenarioReading reading = Read("../clip.flv", new MediaVerdict(Notice: "the last tag is cut off and left out"));

        Assert.That(reading.Errors, Is.Empty);
        Assert.That(
            reading.Notices.Single().Message,
            Is.EqualTo("applications[1].media: the last tag is cut off and left out"));
    }

    [Test]
    public void A_source_belongs_to_a_generated_stream()
    {
        ScenarioReading reading = Read("../clip.flv, source: { rate: 1 Mbit/s }", new MediaVerdict());

        Assert.That(reading.Errors.Single().Message, Is.EqualTo("applications[1].source: only a generated stream has a "
            + "source, such as "
            + "media: synthetic; '../clip.flv' is a file"));
    }

    [Test]
    public void A_player_of_a_stream_that_nobody_publishes_is_noticed()
    {
        ScenarioReading reading = ScenarioCase.Read(
            ScenarioCase.With("from: rtmp://server/live/stream", "from: rtmp://server/live/other"));

        Assert.That(reading.Errors, Is.Empty);
        Assert.That(reading.Notices.Single().ToString(), Is.EqualTo(
            "case.yaml:15:60: applications.client: nobody publishes 'rtmp://server/live/other'; the player will wait "
                + "in vain"));
    }

    private ScenarioReading Read(string media, MediaVerdict verdict) =>
        new ScenarioReader(ScenarioCase.Known, new ScenarioCase { Verdict = verdict })
            .ReadText(
                ScenarioCase.With("media: synthetic", $"media: {media}"),
                Path.Combine(_folder, "scenarios", "case.yaml"), []);
}
