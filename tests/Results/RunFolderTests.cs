using System.IO;
using System.Linq;
using NUnit.Framework;
using Results.Recording;

namespace Tests.Results;

public class RunFolderTests
{
    private string _parent = "";

    [SetUp]
    public void MakeAPlace() => _parent = Directory.CreateTempSubdirectory("results-").FullName;

    [TearDown]
    public void RemoveThePlace() => Directory.Delete(_parent, recursive: true);

    [Test]
    public void Nothing_is_seen_at_the_place_until_all_is_written()
    {
        string path = Path.Combine(_parent, "runs", "1");
        using RunFolder folder = RunFolder.Stage(path);
        folder.Write("figures/a.txt", stream => stream.WriteByte((byte)'a'));
        Assert.That(Directory.Exists(path), Is.False);

        folder.Publish();

        Assert.That(File.ReadAllText(Path.Combine(path, "figures", "a.txt")), Is.EqualTo("a"));
        Assert.That(Directory.GetFileSystemEntries(Path.GetDirectoryName(path)!), Is.EqualTo(new[] { path }));
    }

    [Test]
    public void A_folder_that_is_given_up_leaves_nothing_behind()
    {
        using (RunFolder folder = RunFolder.Stage(Path.Combine(_parent, "1")))
        {
            folder.Write("a.txt", stream => stream.WriteByte((byte)'a'));
        }

        Assert.That(Directory.GetFileSystemEntries(_parent), Is.Empty);
    }

    [Test]
    public void A_disk_that_is_full_is_one_clear_error_and_leaves_nothing_behind()
    {
        string path = Path.Combine(_parent, "1");
        using (RunFolder folder = RunFolder.Stage(path))
        {
            Assert.That(
                () => folder.Write("nics.csv", _ => throw new IOException("No space left on device")),
                Throws.TypeOf<ResultsException>().With.Message.EqualTo(
                    $"Cannot write results to {path}: No space left on device"));
        }

        Assert.That(Directory.GetFileSystemEntries(_parent), Is.Empty);
    }

    [Test]
    public void A_place_that_cannot_be_written_to_is_an_error_that_names_it()
    {
        string file = Path.Combine(_parent, "file");
        File.WriteAllText(file, "mine");
        string path = Path.Combine(file, "runs", "1");

        Assert.That(
            () => RunFolder.Stage(path),
            Throws.TypeOf<ResultsException>().With.Message.StartsWith($"Cannot write results to {path}: "));
        Assert.That(File.ReadAllText(file), Is.EqualTo("mine"));
    }

    [TestCase("")]
    [TestCase("  ")]
    [TestCase("a\0b")]
    public void What_cannot_name_a_folder_is_refused(string path) =>
        Assert.That(() => RunFolder.Stage(path), Throws.TypeOf<ResultsException>());

    [Test]
    public void A_folder_with_other_files_is_left_alone()
    {
        string thesis = Path.Combine(_parent, "thesis.tex");
        File.WriteAllText(thesis, "mine");

        Assert.That(
            () => RunFolder.Stage(_parent),
            Throws.TypeOf<ResultsException>().With.Message.Contains("holds other files"));
        Assert.That(Directory.GetFileSystemEntries(_parent), Is.EqualTo(new[] { thesis }));
    }

    [Test]
    public void A_file_in_the_place_of_the_folder_is_left_alone()
    {
        string file = Path.Combine(_parent, "file");
        File.WriteAllText(file, "mine");

        Assert.That(() => RunFolder.Stage(file), Throws.TypeOf<ResultsException>());
        Assert.That(File.ReadAllText(file), Is.EqualTo("mine"));
    }

    [Test]
    public void An_earlier_run_in_the_same_place_is_replaced_as_a_whole()
    {
        string path = Path.Combine(_parent, "1");
        foreach (string name in new[] { "old.csv", "new.csv" })
        {
            using RunFolder folder = RunFolder.Stage(path);
            folder.Write(RunFolder.ManifestName, _ => { });
            folder.Write(name, _ => { });
            folder.Publish();
        }

        Assert.That(
            Directory.GetFiles(path).Select(Path.GetFileName), Is.EquivalentTo(new[] { "manifest.json", "new.csv" }));
        Assert.That(Directory.GetFileSystemEntries(_parent), Is.EqualTo(new[] { path }));
    }

    [Test]
    public void A_run_can_get_new_files_and_keeps_the_others()
    {
        string path = Path.Combine(_parent, "1");
        using (RunFolder folder = RunFolder.Stage(path))
        {
            folder.Write(RunFolder.ManifestName, _ => { });
            folder.Write("figures/old.svg", stream => stream.WriteByte((byte)'a'));
            folder.Write("figures/kept.pcapng", stream => stream.WriteByte((byte)'b'));
            folder.Publish();
        }

        using RunFolder again = RunFolder.StageAgain(path);
        again.Write("figures/old.svg", stream => stream.WriteByte((byte)'c'));
        Assert.That(File.ReadAllText(Path.Combine(path, "figures/old.svg")), Is.EqualTo("a"));
        again.Publish();

        Assert.That(File.ReadAllText(Path.Combine(path, "figures/old.svg")), Is.EqualTo("c"));
        Assert.That(File.ReadAllText(Path.Combine(path, "figures/kept.pcapng")), Is.EqualTo("b"));
        Assert.That(Directory.GetFileSystemEntries(_parent), Is.EqualTo(new[] { path }));
    }

    [Test]
    public void A_run_that_is_not_there_gets_no_new_files()
    {
        Assert.That(() => RunFolder.StageAgain(Path.Combine(_parent, "1")), Throws.TypeOf<ResultsException>());
        Assert.That(Directory.GetFileSystemEntries(_parent), Is.Empty);
    }

    [Test]
    public void An_empty_folder_in_the_place_is_used()
    {
        string path = Directory.CreateDirectory(Path.Combine(_parent, "1")).FullName;
        using RunFolder folder = RunFolder.Stage(path + "/");
        folder.Write("a.txt", _ => { });
        folder.Publish();

        Assert.That(Directory.GetFiles(path).Select(Path.GetFileName), Is.EqualTo(new[] { "a.txt" }));
    }
}
