using NUnit.Framework;
using Protocols.Net;
using Sim.Emulation;

namespace Tests.Conformance;

[TestFixture]
public class KernelTcpStreamTests : ByteStreamContract
{
    [OneTimeSetUp]
    public void NeedsLinux() => KernelMachine.Require(KernelTransport.Tcp);

    protected override IStreamWorld CreateWorld(AddressFamily family) => new KernelWorld(KernelTransport.Tcp, family);
}
