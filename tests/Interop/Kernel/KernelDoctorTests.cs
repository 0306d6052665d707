using System.IO;
using System.Linq;
using Experiments.Composition;
using Experiments.Scenario;
using Experiments.Scenario.Records;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Sim.Emulation;
using Tests.Support;

namespace Tests.Interop.Kernel;

/// <summary>The doctor in a namespace, which is a machine of its own as far as addresses and routes go.</summary>
[Category("Tools")]
public class KernelDoctorTests
{
    private const string Scenario = """
        name: machine
        duration: 1 s
        isps:
          isp1: { rate: 10 Mbit/s }
          isp2: { rate: 10 Mbit/s }
        peerings:
          - { between: [isp1, isp2], rate: 1 Gbit/s }
        hosts:
          push:   { nics: { nic1: isp1, nic2: isp2 } }
          client: { nics: { nic1: isp1, nic2: isp2 } }
        applications:
          - { name: bulk, kind: bulk, from: push, to: client, bytes: unlimited }
        """;

    [SetUp]
    public void Require() => KernelPeer.Require();

    [Test]
    public void The_commands_that_the_doctor_prints_make_a_machine_the_host_of_the_scenario()
    {
        string folder = Directory.CreateTempSubdirectory("simulator-doctor-").FullName;
        string file = Path.Combine(folder, "scenario.yaml");
        File.WriteAllText(file, Scenario);
        using ServiceProvider root = CompositionRoot.Build(plugIns: null);
        Doctor doctor = new(root.GetRequiredService<Catalogue>());
        ScenarioDefinition scenario = root.GetRequiredService<ScenarioReader>().Read(file, []).Scenario!;
        using NetworkNamespace machine = NetworkNamespace.Create("machine");
        machine.Ip(["link set lo up", "link add nic1 type veth peer name far1", "link add nic2 type veth peer name far2", "link set nic1 up", "link set far1 up", "link set nic2 up", "link set far2 up"]);

        string[] missing = [.. machine.Enter(() => doctor.Compare(scenario, "push")).Where(finding => !finding.IsThere).Select(finding => finding.Remedy)];
        machine.Ip(missing.Select(line => line["ip ".Length..]));

        Directory.Delete(folder, recursive: true);
        Assert.That(missing, Has.Length.EqualTo(14));
        Assert.That(machine.Enter(() => doctor.Compare(scenario, host: null)).Where(finding => !finding.IsThere).Select(finding => finding.What), Is.Empty);
        Assert.That(() => doctor.Compare(scenario, "nobody"), Throws.TypeOf<ScenarioException>().With.Message.Contains("push, client"));
    }

    [Test]
    public void The_doctor_knows_what_this_machine_has()
    {
        if (!ExternalTool.Exists("ip"))
        {
            Assert.Ignore("needs ip");
        }

        string[] had = [.. Doctor.Examine().Where(finding => finding.IsThere).Select(finding => finding.What)];

        Assert.That(had, Does.Contain("network namespaces").And.Contain("TUN devices").And.Contain("ip"));
    }
}
