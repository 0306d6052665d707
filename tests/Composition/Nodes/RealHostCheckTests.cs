using System.Collections.Generic;
using System.Linq;
using Experiments.Composition.Nodes;
using NUnit.Framework;
using Tests.Scenario;

namespace Tests.Composition.Nodes;

/// <summary>What cannot be done on real hosts is said with its position, before anybody is called.</summary>
public class RealHostCheckTests
{
    [TestCase("block: ¦isp2", "'block isp2': on real hosts nobody can lose packets on the wire; 'where: sender' and 'where: receiver' block in the hosts themselves")]
    [TestCase("set: { target: ¦isp2, rate: 1 Mbit/s }", "'set isp2 to 1 Mbit/s': the links of real hosts are as they are")]
    [TestCase("block: ¦isp1-isp2, where: sender", "'block isp1-isp2 at the sender': a link between real hosts belongs to nobody; block an ISP or a NIC")]
    public void An_event_of_the_network_between_the_hosts_cannot_be_played(string action, string message)
    {
        string text = ScenarioCase.With("block: isp2", action);

        string[] found = [.. RealHostCheck.Obstacles(ScenarioCase.ReadValid(text)).Select(error => error.ToString())];

        Assert.That(found, Is.EqualTo([$"{ScenarioCase.PositionOfMark(text)}: {message}"]));
    }

    [TestCase("block: isp2, where: sender")]
    [TestCase("block: push.nic1, where: receiver")]
    [TestCase("down: push.nic1")]
    [TestCase("remove-endpoint: push.nic2")]
    public void What_the_hosts_do_themselves_can_be_played(string action) =>
        Assert.That(RealHostCheck.Obstacles(ScenarioCase.ReadValid(ScenarioCase.With("block: isp2", action))), Is.Empty);

    [TestCase("push server client", null)]
    [TestCase("push server", "--hosts: no machine is given for client")]
    [TestCase("push server clint", "--hosts: the scenario has no host 'clint'; did you mean 'client'? (allowed: client, push, server)")]
    public void Every_host_needs_a_machine_and_every_machine_a_host(string hosts, string? problem)
    {
        Dictionary<string, string> targets = hosts.Split(' ').ToDictionary(host => host, host => $"user@{host}");

        Assert.That(RealHostCheck.Problem(ScenarioCase.ReadValid(ScenarioCase.Valid), new RemoteHosts { Targets = targets }), Is.EqualTo(problem));
    }
}
