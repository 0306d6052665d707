using System;
using Experiments.Scenario;
using Experiments.Scenario.Records;
using Protocols.Congestion;
using Protocols.Core;
using Protocols.Mptcp;
using Protocols.Mptcp.PathManagers;
using Protocols.Mptcp.Schedulers;
using Protocols.Streaming;

namespace Experiments.Composition;

/// <summary>Everything that a scenario can choose by name. Plug-ins of users are added here.</summary>
public sealed class Catalogue
{
    /// <summary>A catalogue with all that is built in.</summary>
    public Catalogue()
    {
        CongestionControls.Add("reno", "NewReno, RFC 5681 as in Linux", () => new NewReno());
        CongestionControls.Add("cubic", "CUBIC with HyStart, RFC 9438 as in Linux", () => new Cubic());
        CongestionControls.Add("bbr", "BBR version 1 with pacing, as in Linux", () => new Bbr());
        CongestionControls.Add("lia", "linked increases of all subflows, RFC 6356", () => new Lia());
        CongestionControls.Add("olia", "opportunistic linked increases, as in the out-of-tree stack", () => new Olia());
        CongestionControls.Add("balia", "balanced linked adaptation, as in the out-of-tree stack", () => new Balia());
        CongestionControls.Add("wvegas", "weighted Vegas by queueing delay, as in the out-of-tree stack", () => new WVegas());
        CongestionControls.Add("ewtcp", "n subflows, each as aggressive as 1/n of a TCP", () => new Ewtcp());
        CongestionControls.Add("coupled", "fully coupled windows: increase 1/total, decrease total/2", () => new Coupled());
        CongestionControls.Add("semicoupled", "coupled increase 1/total, each subflow's own decrease", () => new SemiCoupled());
        Schedulers.Add("default", "mainline Linux: the subflow whose queue drains first", () => new LinuxDefault());
        Schedulers.Add("lowest-rtt", "the out-of-tree stack: lowest round-trip time with room in its window", () => new LowestRtt());
        Schedulers.Add("round-robin", "the out-of-tree stack: a segment for each subflow with room in turn", () => new RoundRobin());
        Schedulers.Add("redundant", "the out-of-tree stack: all data on every subflow", () => new Redundant());
        Schedulers.Add("blest", "the out-of-tree stack: no slow subflow that could fill the receiver's window", () => new Blest());
        Schedulers.Add("ecf", "the out-of-tree stack: no slow subflow when waiting for the fast one completes sooner", () => new Ecf());
        PathManagers.Add(
            "ndiffports", "several subflows between one pair of addresses (net.mptcp.mptcp_ndiffports)",
            (connection, config) => new NDiffPorts(connection, config));
        PathManagers.Add(
            "fullmesh", "every local address to every address of the peer", (connection, config) => new InKernel(connection, config));
        QueueDisciplines.Add("droptail", "first in, first out; drops what does not fit", "droptail");
        MediaSources.Add("synthetic", "groups of pictures with an I frame and P frames, and AAC audio", Synthetic);
        Profiles.Add("linux-6.18", "mainline Linux 6.18: MPTCP v1, default scheduler, reinjection from stale subflows", StackProfile.Linux618);
        Profiles.Add(
            "linux-mptcp-0.95", "the paper's out-of-tree stack: lowest-RTT scheduler, reinjection at every timeout", StackProfile.LinuxMptcp095);
    }

    /// <summary>Congestion controls.</summary>
    public NameRegistry<Func<ICongestionControl>> CongestionControls { get; } = new();

    /// <summary>Packet schedulers of MPTCP.</summary>
    public NameRegistry<Func<IPacketScheduler>> Schedulers { get; } = new();

    /// <summary>Path managers of MPTCP.</summary>
    public NameRegistry<Func<MptcpConnection, MptcpConfig, IPathManager>> PathManagers { get; } = new();

    /// <summary>Queue disciplines.</summary>
    public NameRegistry<string> QueueDisciplines { get; } = new();

    /// <summary>Media sources that are not files.</summary>
    public NameRegistry<Func<SourceSettings, RandomStream, IMediaSource>> MediaSources { get; } = new();

    /// <summary>Named sets of defaults of a stack.</summary>
    public NameRegistry<StackProfile> Profiles { get; } = new();

    /// <summary>The names, for the reader of scenarios.</summary>
    public KnownNames KnownNames => new()
    {
        Profiles = Profiles.Names,
        CongestionControls = CongestionControls.Names,
        Schedulers = Schedulers.Names,
        PathManagers = PathManagers.Names,
        Sysctls = Sysctls.Names,
        QueueDisciplines = QueueDisciplines.Names,
        MediaSources = MediaSources.Names,
    };

    private static SyntheticSource Synthetic(SourceSettings settings, RandomStream random) => new(
        new SyntheticMedia
        {
            VideoRate = settings.Rate,
            AudioRate = settings.AudioRate,
            GopDuration = settings.Gop,
            FrameInterval = Duration.FromSeconds(1 / settings.FrameRate),
        },
        random);
}
