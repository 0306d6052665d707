using System.Collections.Generic;
using System.IO;
using System.Linq;
using NUnit.Framework;
using Results.Recording;
using Tests.Interop.Kernel;
using Tests.Interop.Rtmp;

namespace Tests.Interop.Nodes;

/// <summary>Real hosts that cannot take part: what is wrong is said before anything begins, host by host.</summary>
[Category("Tools")]
public class UnreachableHostTests
{
    private const string Scenario = """
        name: pair
        duration: 2 s
        isps: { isp: { rate: 10 Mbit/s, queue: 50 ms } }
        hosts: { a: { nics: { nic1: isp } }, b: { nics: { nic1: isp } } }
        stack: { kind: kernel }
        applications: [{ name: bulk, kind: bulk, from: a, to: b, bytes: unlimited }]
        """;

    private Machines _machines = null!;

    [OneTimeSetUp]
    public void Prepare()
    {
        KernelPeer.Require();
        Machines.Require();
        _machines = new Machines(Scenario);
    }

    [OneTimeTearDown]
    public void Remove() => _machines?.Dispose();

    [Test]
    public void Two_machines_validate_bulk_data_against_the_model()
    {
        using ForeignProgram run = Start("validate", "a=root@10.77.1.2,b=root@10.77.2.2", ["--stacks", "model,kernel", "--repetitions", "1"]);

        // The Internet between these machines is faster than what the scenario says of it: the verdict must be no.
        Assert.That(run.WaitForEnd(), Is.EqualTo(1), run.Output);
        RunRecord real = RunReader.Read(Path.Combine(_machines.Results, "runs", "kernel-1"));
        ConnectionRecord bulk = real.Connections.Single();
        Assert.That((bulk.Name, bulk.Transport), Is.EqualTo(("bulk", "mptcp")));
        Assert.That(bulk.BytesDelivered, Is.GreaterThan(10_000_000));
        Assert.That(real.Notices, Has.Some.Contains("the hosts' clocks"));
        Assert.That(Path.Combine(_machines.Results, "report.html"), Does.Exist);
    }

    [TestCase("a=root@10.77.1.2,b=nobody-here@10.77.2.2", "", "host 'b' (nobody-here@10.77.2.2) cannot be reached: nobody-here@10.77.2.2: Permission denied (publickey).")]
    [TestCase("a=root@10.77.1.9,b=root@10.77.2.2", "", "host 'a' (root@10.77.1.9) cannot be reached: ssh: connect to host 10.77.1.9 port 2222: ")]
    [TestCase("a=root@10.77.1.2,b=root@10.77.2.2", "/no/such/simulator", "host 'a' (root@10.77.1.2) has no '/no/such/simulator' (")]
    [TestCase("a=root@10.77.1.2,b=root@10.77.2.2", "echo welcome; exit 5;", "the node on host 'a' (root@10.77.1.2) ended with exit code 5; it said 'welcome'")]
    public void A_host_that_is_not_there_or_has_no_simulator_is_named(string hosts, string remote, string message)
    {
        using ForeignProgram run = Start("run", hosts, [], remote);

        Assert.That(run.WaitForEnd(), Is.EqualTo(3), run.Output);
        Assert.That(run.Output, Does.Contain(message).And.Not.Contain("   at "));
        Assert.That(Directory.Exists(_machines.Results), Is.False);
    }

    [Test]
    public void A_machine_that_is_another_host_is_told_the_commands_it_lacks()
    {
        using ForeignProgram run = Start("run", "a=root@10.77.2.2,b=root@10.77.1.2", []);

        Assert.That(run.WaitForEnd(), Is.EqualTo(3), run.Output);
        Assert.That(run.Output, Does.Contain("host 'a' (root@10.77.2.2) cannot play its part:")
            .And.Contain("  ip -6 addr replace fd00:1:1::2/128 dev nic1 nodad")
            .And.Contain("host 'b' (root@10.77.1.2) cannot play its part:"));
    }

    private ForeignProgram Start(string verb, string hosts, IReadOnlyList<string> more, string remote = "")
    {
        if (Directory.Exists(_machines.Results))
        {
            Directory.Delete(_machines.Results, recursive: true);
        }

        string[] options = [.. _machines.Options];
        options[1] = remote.Length > 0 ? remote : options[1];
        return _machines.StartAtDesk([verb, _machines.ScenarioFile, "--hosts", hosts, "--out", _machines.Results, .. options, .. more]);
    }
}
