using NUnit.Framework;
using Sim.Emulation;
using Tests.Conformance;
using Tests.Support;

namespace Tests.Cli;

/// <summary><c>doctor SCENARIO</c>: besides what this machine lacks, what of the scenario no real host can do.</summary>
[Category("Tools")]
public class DoctorVerbTests
{
    [Test]
    public void An_event_that_nobody_can_play_on_real_hosts_is_told()
    {
        KernelMachine.Require(KernelTransport.Mptcp);
        if (!ExternalTool.Exists("ip"))
        {
            Assert.Ignore("needs ip");
        }

        CommandLineCase line = new();

        Assert.That(line.Invoke("doctor", "handover", "--host", "push"), Is.EqualTo(3), "this machine is no host of the scenario");
        Assert.That(line.Error, Does.Contain("notice: not on real hosts: ").And.Contain("'block isp2': on real hosts nobody can lose packets on the wire"));
        Assert.That(line.Out, Does.StartWith("ip "), "only commands go to the output");
    }
}
