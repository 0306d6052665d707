using NUnit.Framework;

namespace Tests.Cli;

/// <summary>The options about real hosts: mistakes are told before anybody is called.</summary>
public class HostsOptionTests
{
    [TestCase("run|handover|--hosts|push", "--hosts: found 'push', expected HOST=USER@MACHINE, such as push=user@a,server=user@b,client=user@c")]
    [TestCase("run|handover|--hosts|push=a,,server=b", "--hosts: found '', expected HOST=USER@MACHINE")]
    [TestCase("run|handover|--hosts|push=a,push=b", "--hosts: host 'push' is given twice")]
    [TestCase("run|handover|--remote|/opt/simulator", "--remote: is about machines that are hosts; say which with --hosts push=user@a")]
    [TestCase("run|handover|--ssh-option|Port=22", "--ssh-option: is about machines that are hosts")]
    [TestCase("validate|handover|--hosts|push=a|--stacks|model,hybrid", "--hosts: real hosts are the stack 'kernel', which --stacks does not name")]
    [TestCase("run|handover|--hosts|push=a|--stack|model", "--stack: found 'model', but real hosts (--hosts) are of the kind 'kernel'")]
    [TestCase("node|--role|push|--scenario|handover", "--scenario: found 'handover', expected -: the coordinator sends it over the standard input")]
    [TestCase("node|--role|push|--coordinator|10.0.0.1:5000", "--coordinator: found '10.0.0.1:5000', expected -")]
    [TestCase("node", "Option '--role' is required.")]
    public void Wrong_input_is_explained_and_ends_with_2(string words, string message)
    {
        CommandLineCase line = new();

        Assert.That(line.Invoke(words.Split('|')), Is.EqualTo(2));
        Assert.That(line.Error, Does.Contain(message));
        Assert.That(line.Out, Is.Empty);
    }

    [Test]
    public void The_machines_and_the_way_to_them_reach_the_run()
    {
        CommandLineCase line = new();

        line.Invoke("run", "quickstart", "--hosts", "a=me@one, b=me@two", "--remote", "/opt/simulator", "--ssh-option", "Port=2222", "--ssh-option", "User=x");

        Assert.That(line.Request!.Hosts!.Targets, Is.EqualTo(new System.Collections.Generic.Dictionary<string, string> { ["a"] = "me@one", ["b"] = "me@two" }));
        Assert.That(line.Request.Hosts.Program, Is.EqualTo("/opt/simulator"));
        Assert.That(line.Request.Hosts.SshOptions, Is.EqualTo(["Port=2222", "User=x"]));
        Assert.That(line.Scenario!.Stack.Kind, Is.EqualTo(Experiments.Scenario.Records.StackKind.Kernel), "whatever the file says");
    }
}
