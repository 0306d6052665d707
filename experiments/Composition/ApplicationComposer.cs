using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Experiments.Scenario;
using Experiments.Scenario.Records;
using Protocols.Core;
using Protocols.Media;
using Protocols.Streaming;

namespace Experiments.Composition;

/// <summary>Builds the applications of a scenario on their hosts.</summary>
internal sealed class ApplicationComposer(IApplicationPlace place, Catalogue catalogue)
{
    // Each bulk application's receivers listen on a port of its own.
    private const ushort FirstBulkPort = 5001;

    private ushort _nextPort = FirstBulkPort;

    /// <summary>Builds all of them, in the order of the scenario.</summary>
    /// <exception cref="ScenarioException">A media file has changed since it was checked.</exception>
    public IReadOnlyList<IComposedApplication> Compose(IReadOnlyList<ApplicationDefinition> definitions) =>
        Compose(definitions, _ => true);

    /// <summary>Builds some of them, in the order of the scenario.</summary>
    /// <param name="definitions">All of them.</param>
    /// <param name="isWanted">Whether one is to be built.</param>
    /// <exception cref="ScenarioException">A media file has changed since it was checked.</exception>
    public IReadOnlyList<IComposedApplication> Compose(
        IReadOnlyList<ApplicationDefinition> definitions, Func<ApplicationDefinition, bool> isWanted)
    {
        RtmpServerApplication[] servers = [.. definitions.OfType<RtmpServerApplication>()];
        List<IComposedApplication> applications = [];
        foreach (ApplicationDefinition definition in definitions)
        {
            // Ports are counted for those that are built elsewhere too, so that all agree on them.
            ushort port = definition is BulkApplication ? _nextPort++ : (ushort)0;
            if (isWanted(definition))
            {
                applications.Add(Compose(definition, servers, port));
            }
        }

        return applications;
    }

    private IComposedApplication Compose(ApplicationDefinition definition, RtmpServerApplication[] servers, ushort port) => definition switch
    {
        { Command: not null } => place.Program(definition, ForeignPrograms.ServerOf(definition, servers)),
        RtmpServerApplication server => new ServerComposition(server, place.HostOf(server.Host.Name), RandomOf(server, server.Host)),
        RtmpPushApplication push => new PushComposition(push, place.HostOf(push.Host.Name), RandomOf(push, push.Host), SourceOf(push)),
        RtmpClientApplication client => new ClientComposition(client, place.HostOf(client.Host.Name), RandomOf(client, client.Host), servers),
        BulkApplication bulk => place.Bulk(bulk, port),
        DatagramsApplication datagrams => place.Datagrams(datagrams),
        _ => throw new ScenarioException($"no application is of the kind '{definition.Kind}'"),
    };

    private RandomStream RandomOf(ApplicationDefinition definition, Reference host) => place.RandomOn(host.Name, "rtmp " + definition.Name.Name);

    private IMediaSource SourceOf(RtmpPushApplication push)
    {
        switch (push.Media)
        {
            case MediaDefinition.Flv flv:
                return new FlvFileSource(Read(flv), push.Loop);
            case MediaDefinition.Source source:
                RandomStream random = place.RandomFor("media " + push.Name.Name);
                return catalogue.MediaSources[source.Name.Name](source.Settings, random);
            default:
                throw new ScenarioException($"'{push.Name.Name}' has no media");
        }
    }

    private static FlvFile Read(MediaDefinition.Flv flv)
    {
        try
        {
            return MediaFiles.Read(flv.Path);
        }
        catch (IOException error)
        {
            throw new ScenarioException([new ScenarioError(flv.At, error.Message)]);
        }
    }
}
