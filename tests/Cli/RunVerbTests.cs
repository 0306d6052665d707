using System;
using System.IO;
using System.Linq;
using Experiments.Composition;
using Experiments.Scenario;
using Experiments.Scenario.Records;
using NUnit.Framework;
using Results.Recording;

namespace Tests.Cli;

/// <summary><c>run</c> from the arguments to the exit code.</summary>
public class RunVerbTests
{
    [Test]
    public void A_run_whose_expectations_hold_ends_with_0_and_prints_a_verdict()
    {
        CommandLineCase line = new()
        {
            Behaviour = _ => CommandLineCase.Outcome(new ExpectationOutcome("a == b", true, 1, null)),
        };

        Assert.That(line.Invoke("run", "handover"), Is.EqualTo(0), line.Error);
        Assert.That(line.Error, Is.Empty);
        Assert.That(line.Out, Is.EqualTo("""
            handover: 100 s, seed 1, stack model

            Mbit/s          0-25 s      25-100 s
                            all up  isp2 blocked
            push.nic1  out    1.25          2.50
                        in    0.01          0.02
            push.nic2  out    1.25          0.00
                        in    0.01          0.00

            push-server: mptcp, 4 subflows, 2.1 Mbit/s, 12 segments sent again
            client-server: mptcp, 1 subflow, fell back to TCP, 2.1 Mbit/s, 0 segments sent again

            client: began after 1.25 s, no stalls, 2498 of 2500 frames, longest gap 0.731 s
              longest gap after each event: 0.731 s

            1 of 1 expectation holds

            results/runs/handover/1/report.html
            results/runs/handover/1/figures/nic-rates.png

            """));
    }

    [Test]
    public void A_failed_expectation_ends_with_1_and_says_why()
    {
        CommandLineCase line = new()
        {
            Behaviour = _ => CommandLineCase.Outcome(
                new ExpectationOutcome("players.client.stalls == 0", false, 3, null),
                new ExpectationOutcome("1 == 1", true, 1, null),
                new ExpectationOutcome("x.y == 1", false, null, "unknown name 'x'"),
                new ExpectationOutcome("not scenario == handover", false, null, null)),
        };

        Assert.That(line.Invoke("run", "handover"), Is.EqualTo(1));
        Assert.That(line.Out, Does.Contain("""
            1 of 4 expectations hold
              does not hold: players.client.stalls == 0 (it is 3)
              does not hold: x.y == 1 (unknown name 'x')
              does not hold: not scenario == handover (it is false)

            """));
    }

    [Test]
    public void Colours_are_used_only_where_they_are_wanted()
    {
        CommandLineCase plain = new();
        CommandLineCase coloured = new() { Colours = true };

        plain.Invoke("run", "handover");
        coloured.Invoke("run", "handover");

        Assert.That(plain.Out, Does.Not.Contain("\e"));
        Assert.That(coloured.Out, Does.Contain("\e[32mno stalls\e[0m"));
    }

    [Test]
    public void Quiet_prints_nothing_but_keeps_the_exit_code()
    {
        CommandLineCase line = new()
        {
            Behaviour = _ => CommandLineCase.Outcome(new ExpectationOutcome("a == b", false, 1, null)),
        };

        Assert.That((line.Invoke("run", "handover", "--quiet"), line.Out, line.Error), Is.EqualTo((1, "", "")));
    }

    [Test]
    public void The_options_reach_the_scenario_and_the_run()
    {
        CommandLineCase line = new();

        int code = line.Invoke(
            "run", "handover", "--set", "isps.isp1.delay=80 ms", "--set", "stack.congestion=lia", "--seed", "7",
            "--stack",
            "linux", "--pcap", "--out", "some/where");

        Assert.That(code, Is.EqualTo(0), line.Error);
        ScenarioDefinition scenario = line.Scenario!;
        Assert.That(
            (scenario.Isps[0].Access.Delay?.ToString(), scenario.Stack.Congestion?.Name, scenario.Seed,
                scenario.Stack.Kind),
            Is.EqualTo(("80 ms", "lia", 7L, StackKind.Linux)));
        Assert.That(scenario.Record.Pcap, Has.Count.EqualTo(6));
        Assert.That(line.Request, Is.EqualTo(new RunRequest(
            "simulator run handover --set 'isps.isp1.delay=80 ms' --set stack.congestion=lia --seed 7 --stack linux "
                + "--pcap --out some/where",
            "some/where")));
    }

    [TestCase("run: Required argument 'SCENARIO' missing for command: 'run'. See 'simulator run --help'.", "run")]
    [TestCase("unknown scenario 'handvoer'; did you mean 'handover'? (allowed: dual-stack, dumbbell, edge, handover, "
        + "handover-8m, "
        + "handover-paper, middlebox, quickstart, single-path, wifi-lte)", "run", "handvoer")]
    [TestCase("none.yaml: no such file", "run", "none.yaml")]
    [TestCase("unknown option '--sede'; did you mean '--seed'? (allowed: --help, --hosts, --out, --pcap, --quiet, --remote, --seed, "
        + "--set, --ssh-option, --stack)",
        "run", "handover", "--sede")]
    [TestCase("unexpected argument 'quickstart'; see 'simulator run --help'", "run", "handover", "quickstart")]
    [TestCase("run: Required argument missing for option: '--seed'. See 'simulator run --help'.", "run", "handover",
        "--seed")]
    [TestCase("--seed: seed: 'x' is not a whole number; allowed is 0 or more", "run", "handover", "--seed", "x")]
    [TestCase("--seed: seed: '-1' is out of range; allowed is 0 or more", "run", "handover", "--seed", "-1")]
    [TestCase("--stack: stack.kind: unknown value 'qnx'; allowed: kernel, linux, model", "run", "handover", "--stack",
        "qnx")]
    [TestCase("--set #2: found 'oops', expected path=value, such as isps.isp1.delay=\"80 ms\"",
        "run", "handover", "--set", "seed=1", "--set", "oops")]
    [TestCase("--set #1: unknown key 'sed'; did you mean 'seed'? (allowed: applications, description, duration, "
        + "expect, hosts, ip, isps, let, "
        + "links, middleboxes, mtu, name, peerings, record, routers, seed, stack, sweep, timeline, topology)",
        "run", "handover", "--set", "sed=1")]
    [TestCase("unknown option '--verbose'; allowed: --help", "--verbose")]
    [TestCase("unexpected argument '@file'; see 'simulator run --help'", "run", "handover", "@file")]
    public void Wrong_input_ends_with_2_and_one_line(string message, params string[] arguments)
    {
        CommandLineCase line = new();

        int code = line.Invoke(arguments);

        Assert.That((line.Error, line.Out, code), Is.EqualTo((message + "\n", "", 2)));
        Assert.That(line.Scenario, Is.Null, "nothing ran");
    }

    [TestCase("unknown verb 'rum'; did you mean 'run'? (allowed: ", "rum", "handover")]
    [TestCase("a verb is missing; allowed: run, ")]
    public void A_verb_that_does_not_exist_ends_with_2_and_the_verbs_that_do(string message, params string[] arguments)
    {
        CommandLineCase line = new();
        Assert.That(line.Invoke(arguments), Is.EqualTo(2));
        Assert.That(line.Error, Does.StartWith(message).And.Contain("sweep"));
    }

    [Test]
    public void Every_error_of_a_scenario_is_a_line_up_to_a_limit()
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(
                file, "duration: 1 s\n" + string.Concat(Enumerable.Range(1, 25).Select(i => $"key{i}: 1\n")));
            CommandLineCase line = new();

            int code = line.Invoke("run", file);

            string[] lines = line.Error.TrimEnd('\n').Split('\n');
            Assert.That((code, lines.Length, lines[^1]), Is.EqualTo((2, 21, "and 5 more errors")));
            Assert.That(lines[0], Does.StartWith($"{file}:2:1: unknown key 'key1'"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static object[][] Failures() =>
    [
        [new ScenarioException([new ScenarioError(new SourcePosition("a.yaml", 3, 4), "no route")]), 2,
            "a.yaml:3:4: no route\n"],
        [new ScenarioException("two NICs share fd00::1"), 2, "two NICs share fd00::1\n"],
        [new ResultsException("cannot write to /x: disk full"), 2, "cannot write to /x: disk full\n"],
        [new MachineLacksException("no User-Mode Linux; apt-get install user-mode-linux"), 3,
            "no User-Mode Linux; apt-get install user-mode-linux\n"],
        [new OperationCanceledException(), 130, "interrupted; nothing was written\n"],
    ];

    [TestCaseSource(nameof(Failures))]
    public void A_run_that_fails_has_its_exit_code_and_one_line(Exception failure, int code, string message)
    {
        CommandLineCase line = new() { Behaviour = _ => throw failure };

        Assert.That((line.Invoke("run", "handover"), line.Out, line.Error), Is.EqualTo((code, "", message)));
    }

    [Test]
    public void An_error_in_the_program_is_not_hidden()
    {
        CommandLineCase line = new() { Behaviour = _ => throw new InvalidOperationException("a bug") };

        Assert.That(() => line.Invoke("run", "handover"), Throws.InvalidOperationException);
    }

    [Test]
    public void Words_for_a_shell_are_quoted_where_needed() => Assert.That(
        ShellText.Join(["a", "b c", "", "it's", "$x", "p=1"]), Is.EqualTo("""a 'b c' '' 'it'\''s' '$x' p=1"""));
}
