using NUnit.Framework;
using Protocols.Net;

namespace Tests.Conformance;

[TestFixture]
public class SimulatedMptcpStreamTests : ByteStreamContract
{
    // It closes with DATA_FIN, where Linux gives up with MP_FASTCLOSE (__mptcp_close).
    protected override bool ResetsWhenClosedUnread => false;

    protected override IStreamWorld CreateWorld(AddressFamily family) => new SimulatedWorld(nics: 2, family);
}
