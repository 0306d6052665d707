using Experiments.Scenario.Records;
using Protocols.Core;
using Protocols.Sockets;

namespace Experiments.Composition;

/// <summary>The hosts that the applications of a run are built on.</summary>
internal interface IApplicationPlace
{
    /// <summary>A host by its name in the scenario.</summary>
    IHost HostOf(string name);

    /// <summary>Random numbers for something on a host.</summary>
    RandomStream RandomOn(string host, string what);

    /// <summary>Random numbers for something that belongs to no host.</summary>
    RandomStream RandomFor(string what);

    /// <summary>Builds bulk transfers.</summary>
    /// <param name="definition">What the scenario says.</param>
    /// <param name="port">The port that the receivers listen on.</param>
    IComposedApplication Bulk(BulkApplication definition, ushort port);

    /// <summary>Builds a streaming application that a program of the machine is.</summary>
    /// <param name="definition">What the scenario says; it has a command.</param>
    /// <param name="to">The server that it is, or that it connects to.</param>
    /// <exception cref="Scenario.ScenarioException">There are none on such hosts.</exception>
    IComposedApplication Program(ApplicationDefinition definition, RtmpServerApplication to);

    /// <summary>Builds streams of datagrams.</summary>
    /// <exception cref="Scenario.ScenarioException">There are none on such hosts.</exception>
    IComposedApplication Datagrams(DatagramsApplication definition);
}
