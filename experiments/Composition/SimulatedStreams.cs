using System.Collections.Generic;
using System.Linq;
using Protocols.Sockets;
using Sim.Hosts;

namespace Experiments.Composition;

/// <summary>Finds the streams that an application opened on a simulated host.</summary>
internal static class SimulatedStreams
{
    /// <summary>The streams so far; none on a host that is not simulated.</summary>
    public static IEnumerable<OpenedStream> Of(IHost host, INamingConnections application)
    {
        if (host is not SimHost simulated)
        {
            yield break;
        }

        foreach (ConnectionNaming naming in application.Connections)
        {
            foreach (SimStream stream in simulated.Streams.Where(stream => stream.Name == naming.Stream))
            {
                yield return new OpenedStream(stream, naming.Connection, naming.IsSender);
            }
        }
    }
}
