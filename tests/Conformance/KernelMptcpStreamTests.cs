using NUnit.Framework;
using Protocols.Net;
using Sim.Emulation;

namespace Tests.Conformance;

[TestFixture]
public class KernelMptcpStreamTests : ByteStreamContract
{
    [OneTimeSetUp]
    public void NeedsMptcp() => KernelMachine.Require(KernelTransport.Mptcp);

    protected override IStreamWorld CreateWorld(AddressFamily family) => new KernelWorld(KernelTransport.Mptcp, family);
}
