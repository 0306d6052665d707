using System;
using System.IO;
using System.Linq;
using System.Text;
using Experiments.Scenario;
using NUnit.Framework;

namespace Tests.Scenario;

/// <summary>What is wrong with a file as a file: its name, size, encoding and YAML.</summary>
public class FileErrorTests
{
    private string _folder = "";

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("scenario-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void A_file_that_does_not_exist_is_reported_by_name() =>
        Assert.That(ErrorsOf("missing.yaml"), Is.EqualTo(new[] { "missing.yaml: no such file" }));

    [Test]
    public void A_folder_is_no_scenario()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "some.yaml"));

        Assert.That(
            ErrorsOf("some.yaml"),
            Is.EqualTo(new[] { "some.yaml: is a folder; give a scenario file, such as handover.yaml" }));
    }

    [Test]
    public void A_file_of_ten_megabytes_is_refused()
    {
        Write("huge.yaml", new byte[10_000_000]);

        Assert.That(
            ErrorsOf("huge.yaml"),
            Is.EqualTo(new[] { "huge.yaml: is larger than 1 MiB, the limit for a scenario file" }));
    }

    [Test]
    public void Bytes_that_are_not_UTF8_are_reported_where_they_stand()
    {
        Write("latin.yaml", [.. "duration: 1 s\nname: "u8, 0xE4, .. "\n"u8]);

        Assert.That(
            ErrorsOf("latin.yaml"),
            Is.EqualTo(new[] { "latin.yaml:2:7: bytes that are not UTF-8; save the file as UTF-8" }));
    }

    [Test]
    public void A_byte_order_mark_is_no_error()
    {
        Write("bom.yaml", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(ScenarioCase.Valid)]);

        Assert.That(ErrorsOf("bom.yaml"), Is.Empty);
    }

    [TestCase("", "1:1: the file is empty; a scenario has at least a duration")]
    [TestCase("# nothing but a comment\n", "1:1: the file is empty; a scenario has at least a duration")]
    [TestCase("- a\n", "1:1: found a list, expected the keys of a scenario, such as 'duration: 10 s'")]
    [TestCase("duration: 1 s\nisps:\n\tisp1: {}\n", "3:1: a tab; YAML is indented with spaces")]
    [TestCase("duration: 1 s\u0000\n", "1:14: the control character U+0000; this is not a text file")]
    [TestCase("stack: &x { congestion: cubic }\n",
        "1:8: the anchor '&x'; anchors and aliases are not allowed, write the value again")]
    [TestCase("stack: *x\n", "1:8: the alias '*x'; anchors and aliases are not allowed, write the value again")]
    [TestCase("duration: !!str 1 s\n", "1:11: the tag 'tag:yaml.org,2002:str'; tags are not allowed")]
    [TestCase("duration: 1 s\n---\nduration: 2 s\n", "2:1: a second YAML document; a scenario is one document")]
    [TestCase("{ [a]: b }\n", "1:3: a list where a key is expected")]
    public void A_text_that_is_no_scenario_is_refused(string text, string error) =>
        Assert.That(
            ScenarioCase.Read(text).Errors.Select(found => found.ToString()),
            Is.EqualTo(new[] { $"case.yaml:{error}" }));

    [TestCase("isps: { isp1: { rate: 1 Mbit/s }\nduration: 1 s\n")]
    [TestCase("isps: [a, b\n")]
    [TestCase("name: \"open\n")]
    [TestCase("a: b: c\n")]
    public void Broken_YAML_is_one_error_with_a_place(string text)
    {
        string[] errors = [.. ScenarioCase.Read(text).Errors.Select(error => error.ToString())];

        Assert.That(errors, Has.Length.EqualTo(1));
        Assert.That(errors[0], Does.Match(@"^case\.yaml:\d+:\d+: not valid YAML: [a-z]"));
    }

    [Test]
    public void Nesting_without_end_is_refused_at_a_fixed_depth()
    {
        string text = "name: " + new string('[', 100_000);

        Assert.That(
            ScenarioCase.Read(text).Errors.Select(error => error.ToString()),
            Is.EqualTo(new[] { "case.yaml:1:38: nested deeper than 32 levels" }));
    }

    [Test]
    public void A_list_without_end_is_refused_at_a_fixed_length()
    {
        string text = "routers: [" + string.Concat(Enumerable.Repeat("a,", 250_000)) + "]";

        Assert.That(ScenarioCase.Read(text).Errors.Single().Message, Is.EqualTo("more than 200000 values"));
    }

    private void Write(string name, byte[] bytes) => File.WriteAllBytes(Path.Combine(_folder, name), bytes);

    private string[] ErrorsOf(string name)
    {
        ScenarioReading reading = ScenarioCase.Reader().Read(Path.Combine(_folder, name), []);
        string inFolder = _folder + "/";
        return [.. reading.Errors.Select(error => error.ToString().Replace(inFolder, "", StringComparison.Ordinal))];
    }
}
