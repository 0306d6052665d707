using Experiments.Composition;
using Experiments.Scenario;
using NUnit.Framework;
using Tests.Support;

namespace Tests.Composition;

/// <summary>What a scenario may ask for and this version cannot do is refused before anything runs.</summary>
public class RefusedScenarioTests
{
    private const string Base =
        """
        duration: 5 s
        isps:
          isp1: { rate: 10 Mbit/s, delay: 5 ms }
        hosts:
          a: { nics: { nic1: isp1 } }
          b: { nics: { nic1: isp1 } }
        applications:
          - { name: bulk, kind: bulk, from: a, to: b }

        """;

    [Test]
    public void A_kernel_parameter_needs_as_many_numbers_as_it_has()
    {
        using TestRuns runs = new();
        ScenarioException error = Assert.Throws<ScenarioException>(
            () => runs.RunText(Base + "stack: { sysctl: { net.ipv4.tcp_rmem: 4096 } }"))!;
        Assert.That(error.Errors[0].ToString(), Does.Contain("test.yaml:9:").And.Contain("'4096' is not a value of net.ipv4.tcp_rmem"));
    }

    [Test]
    public void User_Mode_Linux_is_not_there_yet()
    {
        using TestRuns runs = new();
        Assert.Throws<MachineLacksException>(() => runs.RunText(Base + "stack: { kind: linux }"));
    }

    [Test]
    public void Simulated_and_real_hosts_do_not_mix_on_real_links()
    {
        using TestRuns runs = new();
        ScenarioException error = Assert.Throws<ScenarioException>(
            () => runs.RunText(Base + "stack: { kind: kernel, links: real }", "hosts.a.stack={ kind: model }"))!;
        Assert.That(error.Message, Does.Contain("'a' has another kind of stack"));
    }

    [Test]
    public void A_program_of_the_machine_does_not_run_on_a_simulated_host()
    {
        using TestRuns runs = new();
        ScenarioException error = Assert.Throws<ScenarioException>(
            () => runs.RunText(Base + "  - { name: server, kind: rtmp-server, host: b, command: nginx }"))!;
        Assert.That(error.Errors[0].ToString(), Does.Contain("test.yaml:9:58: applications.server.command: 'nginx' is a program of this machine"));
    }
}
