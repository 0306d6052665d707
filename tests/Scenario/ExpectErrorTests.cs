using System.Linq;
using NUnit.Framework;

namespace Tests.Scenario;

/// <summary>Conditions in a scenario are checked before the run, as far as that is possible.</summary>
public class ExpectErrorTests
{
    [TestCase("players.client.stalls ¦= 0", "expect[0]: unexpected character '='; "
        + "allowed are == != <= >= < > + - * / ( ) [ ] . , and the words and, or, not")]
    [TestCase("players.client.stalls == 0 or ¦players.cleint.stalls == 0",
        "expect: unknown player 'cleint'; did you mean 'client'? (allowed: client)")]
    [TestCase("¦nics.push.nic3.tx_bytes > 0", "expect: unknown NIC 'push.nic3'; did you mean 'push.nic1'? "
        + "(allowed: client.nic1, push.nic1, push.nic2, server.nic1, server.nic2)")]
    [TestCase("¦player.client.stalls == 0", "expect: unknown part 'player' of the summary; did you mean 'players'? "
        + "(allowed: connections, engine, fingerprint, links, nics, phases, players)")]
    public void A_mistake_in_a_condition_is_reported_where_it_was_made(string condition, string message)
    {
        string text = ScenarioCase.Valid + $"expect:\n  - {condition}\n";

        Assert.That(
            ScenarioCase.Read(text).Errors.Select(error => error.ToString()),
            Is.EqualTo(new[] { $"{ScenarioCase.PositionOfMark(text)}: {message}" }));
    }

    [TestCase("parameters: { stack.congestions: [¦lia] }", "unknown key 'congestions' in stack; did you mean "
        + "'congestion'? "
        + "(allowed: congestion, kind, links, path-manager, profile, scheduler, sysctl, transport)")]
    [TestCase("parameters: { stack.congestion: [lia, ¦liaa] }",
        "stack.congestion: unknown congestion control 'liaa'; did you mean 'lia'? (allowed: balia, bbr, cubic, lia, "
        + "olia, reno)")]
    [TestCase("parameters: { isps.isp1.delay: [5 ms, ¦80] }",
        "isps.isp1.delay: '80' has no unit; write a time such as '80 s' (units: ns, us, ms, s, min)")]
    [TestCase("parameters: { isps.isp7.delay: [¦5 ms] }",
        "isps.isp7.delay: unknown name 'isp7' in 'isps'; did you mean 'isp1'? (allowed: isp1, isp2)")]
    [TestCase("parameters: { stack.congestion: ¦[] }",
        "sweep.parameters.stack.congestion: names no values; write a list such as [5 ms, 20 ms]")]
    [TestCase("parameters: { stack.congestion: [lia] }, where: ¦stack.scheduler == blest",
        "sweep.where: 'stack.scheduler' is not a parameter of the sweep; allowed: stack.congestion")]
    [TestCase("repetitions: ¦0", "sweep.repetitions: '0' is out of range; allowed is 1 to 1000000")]
    [TestCase("parameters: { stack.congestion: [lia] }, figures: [{ x: ¦stack.conges, y: players.client.stalls }]",
        "sweep.figures[0].x: unknown parameter 'stack.conges'; did you mean 'stack.congestion'? (allowed: "
        + "stack.congestion)")]
    [TestCase("¦repetition: 1",
        "unknown key 'repetition' in sweep; did you mean 'repetitions'? (allowed: figures, max-repetitions, "
        + "parameters, precision, repetitions, where)")]
    public void A_mistake_in_a_sweep_is_reported_where_it_was_made(string sweep, string message)
    {
        string text = ScenarioCase.Valid + $"sweep: {{ {sweep} }}\n";

        Assert.That(
            ScenarioCase.Read(text).Errors.Select(error => error.ToString()),
            Is.EqualTo(new[] { $"{ScenarioCase.PositionOfMark(text)}: {message}" }));
    }
}
