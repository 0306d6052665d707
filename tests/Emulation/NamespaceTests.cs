using System;
using System.IO;
using System.Linq;
using Microsoft.Win32.SafeHandles;
using NUnit.Framework;
using Protocols.Net;
using Protocols.Sockets;
using Sim.Emulation;
using Tests.Conformance;
using Tests.Support;

namespace Tests.Emulation;

[Category("Tools")]
public class NamespaceTests
{
    private string? _name;

    [SetUp]
    public void CreateNamespace()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess || !ExternalTool.Exists("ip"))
        {
            Assert.Ignore("a network namespace takes root and ip (iproute2)");
        }

        string name = $"emutest{Environment.ProcessId}";
        ExternalTool.Run("ip", ["netns", "add", name]);
        _name = name;
        ExternalTool.Run("ip", ["-netns", name, "link", "set", "lo", "up"]);
    }

    [TearDown]
    public void DeleteNamespace()
    {
        if (_name is not null)
        {
            ExternalTool.Run("ip", ["netns", "delete", _name]);
        }
    }

    [Test]
    public void A_host_in_a_namespace_is_reached_from_inside_only_and_one_loop_serves_both()
    {
        using KernelWorld world = new(KernelTransport.Tcp, AddressFamily.Ipv6);
        using SafeFileHandle inside = NamespaceScope.OpenNamed(_name!);
        KernelHostSettings settings = new() { Namespace = inside };
        using KernelHost server = new("server", world.Loop, settings);
        using KernelHost client = new("client", world.Loop, settings);
        world.Run(async () =>
        {
            KernelListener listener = server.Listen(0, KernelTransport.Tcp, StreamOptions.Default);
            Endpoint remote = new(IpAddress.Parse("::1"), listener.Local.Port);
            IByteStream near = client.Connect(remote, StreamOptions.Default);
            await near.ConnectedAsync();
            IByteStream outside = world.Near.Connect(new Endpoint(remote.Address, world.Port), StreamOptions.Default);
            await outside.ConnectedAsync();

            Assert.That(near.State, Is.EqualTo(StreamState.Open));
            Assert.That(outside.Error, Is.EqualTo(StreamError.Refused), "the thread is back outside");
        });

        Assert.That(client.Interfaces.Select(found => found.Name), Does.Contain("lo"));
        Assert.That(client.Interfaces.Single(found => found.Name == "lo").ReceivedPackets, Is.InRange(3, 100));
    }

    [Test]
    public void A_namespace_that_does_not_exist_is_named() => Assert.That(
        () => NamespaceScope.OpenNamed("no-such-namespace"),
        Throws.TypeOf<FileNotFoundException>().With.Message.Contains("no-such-namespace"));
}
