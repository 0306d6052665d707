using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using Experiments.Composition;
using Experiments.Composition.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Tests.Composition.Nodes;

/// <summary>What a node answers to a coordinator whose messages lie ready; nothing runs.</summary>
public class NodeSessionTests
{
    private const string Scenario = """
        { "duration": "1 s", "isps": { "isp": { "rate": "10 Mbit/s" } },
          "hosts": { "a": { "nics": { "nic1": "isp" } }, "b": { "nics": { "nic1": "isp" } } },
          "stack": { "kind": "kernel" },
          "applications": [ { "name": "bulk", "kind": "bulk", "from": "a", "to": "b" } ] }
        """;

    [Test]
    public void It_greets_and_says_what_it_is_and_ends_with_its_input()
    {
        (NodeFailure? failure, string[] lines) = Run("a", "");

        Assert.That(lines[0], Is.EqualTo("simulator-node 1"));
        Assert.That(Field(lines[1], "kind"), Is.EqualTo("hello"));
        Assert.That(Field(lines[1], "simulator"), Is.Not.Empty);
        Assert.That(lines, Has.Length.EqualTo(2));
        Assert.That(failure, Is.EqualTo(new NodeFailure(1, "the coordinator is gone")));
    }

    [Test]
    public void A_scenario_with_an_error_is_refused_with_2_and_the_error()
    {
        (NodeFailure? failure, string[] lines) = Run("a", Message("scenario", Scenario.Replace("10 Mbit/s", "10 Mbit", StringComparison.Ordinal)));

        Assert.That(failure!.ExitCode, Is.EqualTo(2));
        Assert.That(Field(lines[^1], "kind"), Is.EqualTo("refused"));
        Assert.That(Field(lines[^1], "code"), Is.EqualTo("2"));
        Assert.That(Field(lines[^1], "text"), Does.Contain("scenario.yaml:1:").And.Contain("'10 Mbit'"));
    }

    [Test]
    public void A_role_that_the_scenario_does_not_have_is_refused_with_those_it_has()
    {
        (NodeFailure? failure, string[] lines) = Run("push", Message("scenario", Scenario));

        Assert.That(failure!.ExitCode, Is.EqualTo(2));
        Assert.That(Field(lines[^1], "text"), Is.EqualTo("the scenario has no host 'push'; it has: a, b"));
    }

    [TestCase("{\"kind\":\"start\"}\n", "the coordinator does not keep to the protocol: found 'start', expected the scenario")]
    [TestCase("{\"kind\":\"file\",\"name\":\"../outside\"}\n", "the coordinator does not keep to the protocol: found 'file', expected the scenario")]
    [TestCase("{\"kind\":\"file\",\"name\":\"..\"}\n", "the coordinator does not keep to the protocol: found 'file', expected the scenario")]
    [TestCase("{\"kind\":\"scenario\",\"bytes\":\"4000000000\"}\n", "the coordinator is gone")]
    [TestCase("{\"kind\":\"scenario\",\"bytes\":\"900000000\"}\nshort", "the coordinator is gone")]
    [TestCase("GET / HTTP/1.1\r\n\r\n", "the coordinator is gone")]
    [TestCase("[1, 2]\n", "the coordinator is gone")]
    [TestCase("{\"kind\":3}\n", "the coordinator is gone")]
    public void What_is_no_conversation_ends_it(string input, string text)
    {
        (NodeFailure? failure, _) = Run("a", input);

        Assert.That(failure!.Text, Is.EqualTo(text));
    }

    [Test]
    public void A_line_without_end_is_not_kept()
    {
        (NodeFailure? failure, _) = Run("a", new string('x', 1_000_000));

        Assert.That(failure!.Text, Is.EqualTo("the coordinator is gone"));
    }

    [Test]
    public void The_clock_is_told_whenever_it_is_asked_for_and_goes_forward()
    {
        (_, string[] lines) = Run("a", "{\"kind\":\"clock\"}\n{\"kind\":\"clock\"}\n");

        long[] told = [.. lines.Skip(2).Select(line => long.Parse(Field(line, "ns"), System.Globalization.CultureInfo.InvariantCulture))];
        Assert.That(told, Has.Length.EqualTo(2).And.Ordered);
    }

    private static string Message(string kind, string body) => $"{{\"kind\":\"{kind}\",\"bytes\":\"{Encoding.UTF8.GetByteCount(body)}\"}}\n{body}";

    private static string Field(string line, string name) => JsonSerializer.Deserialize<Dictionary<string, string>>(line)![name];

    private static (NodeFailure? Failure, string[] Lines) Run(string role, string input)
    {
        using ServiceProvider root = CompositionRoot.Build(plugIns: null);
        using MemoryStream from = new(Encoding.UTF8.GetBytes(input));
        using MemoryStream to = new();
        using NodeSession session = new(role, root.GetRequiredService<Catalogue>(), from, to);
        NodeFailure? failure = session.Run(CancellationToken.None);
        return (failure, Encoding.UTF8.GetString(to.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
