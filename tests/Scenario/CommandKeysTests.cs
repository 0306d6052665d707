using System.Linq;
using Experiments.Scenario.Records;
using NUnit.Framework;

namespace Tests.Scenario;

/// <summary><c>command</c> and <c>mptcp</c>: a program of the machine in place of ours.</summary>
public class CommandKeysTests
{
    private const string Push = "media: synthetic }";

    [TestCase("command: ffmpeg -i 'my film.flv' \"\" {url}", "ffmpeg|-i|my film.flv||{url}")]
    [TestCase("command: [ffmpeg, -i, my film.flv, \"{url}\"]", "ffmpeg|-i|my film.flv|{url}")]
    public void A_command_is_a_text_or_a_list_of_words(string command, string words)
    {
        // In braces of YAML's short form a text with braces needs quotes; here it stands in the long form.
        ScenarioDefinition scenario = ScenarioCase.ReadValid(Long(command));

        RtmpPushApplication push = scenario.Applications.OfType<RtmpPushApplication>().Single();
        Assert.That(string.Join('|', push.Command!.Words), Is.EqualTo(words));
        Assert.That(push.Command.Mptcp, Is.Null);
        Assert.That(push.Media, Is.TypeOf<MediaDefinition.OfProgram>(), "the program has media of its own");
    }

    [TestCase("command: ¦ffmpeg {urll}", "applications[1].command: unknown placeholder '{urll}'; did you mean 'url'? "
        + "(allowed: address, duration, file, folder, port, scenario, url)")]
    [TestCase("command: ¦ffmpeg -i {file} {url}", "applications[1].command: '{file}' stands for the media file, and 'media' names none")]
    [TestCase("command: ¦ffmpeg 'a b", "applications[1].command: a quote ' is never closed")]
    [TestCase("command: ¦\"  \"", "applications[1].command: found no word, expected a program and its arguments")]
    [TestCase("command: ¦[]", "applications[1].command: the list is empty, expected a program and its arguments")]
    [TestCase("command: ¦{ run: ffmpeg }", "applications[1].command: found a group of keys, expected a single value")]
    [TestCase("media: synthetic\n    mptcp: ¦true", "applications[1].mptcp: only a program given by 'command' is made to use MPTCP; of ours, 'stack' says so")]
    public void Mistakes_are_told_with_their_position(string lines, string message) =>
        AssertError(Long(lines), message);

    [Test]
    public void A_server_has_no_url_to_be_told() => AssertError(
        ScenarioCase.With("kind: rtmp-server, host: server }", "kind: rtmp-server, host: server, command: ¦\"nginx {url}\" }"),
        "applications[0].command: unknown placeholder '{url}'; allowed: address, duration, folder, port, scenario");

    [Test]
    public void A_foreign_player_has_no_playback_to_expect_anything_of() => AssertError(
        ScenarioCase.With("from: rtmp://server/live/stream }", "from: rtmp://server/live/stream, command: ffplay }")
            + "expect: [¦players.client.stalls == 0]\n",
        "expect: unknown player 'client'; there are none");

    private static void AssertError(string text, string message) => Assert.That(
        ScenarioCase.Read(text).Errors.Select(error => error.ToString()), Does.Contain($"{ScenarioCase.PositionOfMark(text)}: {message}"));

    private static string Long(string lines) => ScenarioCase.With(
        "  - { name: push, kind: rtmp-push, host: push, to: rtmp://server/live/stream, " + Push,
        "  - name: push\n    kind: rtmp-push\n    host: push\n    to: rtmp://server/live/stream\n    " + lines);
}
