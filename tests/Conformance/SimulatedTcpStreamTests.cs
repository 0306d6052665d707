using NUnit.Framework;
using Protocols.Net;

namespace Tests.Conformance;

[TestFixture]
public class SimulatedTcpStreamTests : ByteStreamContract
{
    protected override IStreamWorld CreateWorld(AddressFamily family) => new SimulatedWorld(nics: 1, family);
}
