using System;
using Protocols.Congestion;
using Protocols.Core;
using Protocols.Mptcp;
using Protocols.Mptcp.PathManagers;
using Protocols.Mptcp.Schedulers;
using Protocols.Streaming;

namespace Experiments.Composition;

/// <summary>Adds a user's own schedulers, congestion controls and the like under names that scenarios can use.</summary>
/// <param name="catalogue">Where they are registered; a name that exists is replaced.</param>
public sealed class PlugIns(Catalogue catalogue)
{
    private const string Description = "added by a plug-in";

    /// <summary>Adds a packet scheduler; made anew for each connection.</summary>
    public void Scheduler(string name, Func<IPacketScheduler> make) => catalogue.Schedulers.Add(name, Description, make);

    /// <summary>Adds a congestion control; made anew for each subflow.</summary>
    public void CongestionControl(string name, Func<ICongestionControl> make) =>
        catalogue.CongestionControls.Add(name, Description, make);

    /// <summary>Adds a path manager; made anew for each connection.</summary>
    public void PathManager(string name, Func<MptcpConnection, MptcpConfig, IPathManager> make) =>
        catalogue.PathManagers.Add(name, Description, make);

    /// <summary>Adds a queue discipline; made anew for each direction of each link.</summary>
    /// <param name="name">The name.</param>
    /// <param name="make">Makes one, from the limit of the link's queue and random numbers of its own.</param>
    public void QueueDiscipline(string name, Func<Sim.Queues.QueueLimit, RandomStream, Sim.Queues.IQueueDiscipline> make) =>
        catalogue.QueueDisciplines.Add(name, Description, request => random => make(request.Limit, random));

    /// <summary>Adds a middlebox; made anew for each link it stands on.</summary>
    /// <param name="name">The name.</param>
    /// <param name="make">Makes one, from the network and random numbers of its own.</param>
    public void Middlebox(string name, Func<Sim.Network.Fabric, RandomStream, Sim.Network.Middleboxes.IMiddlebox> make) =>
        catalogue.Middleboxes.Add(name, Description, request => make(request.Fabric, request.Random));

    /// <summary>Adds a media source; made anew for each publisher.</summary>
    public void MediaSource(string name, Func<RandomStream, IMediaSource> make) =>
        catalogue.MediaSources.Add(name, Description, (_, random) => make(random));
}
