using System;
using System.Collections.Generic;
using System.Linq;
using Protocols.Congestion;
using Protocols.Core;
using Protocols.Mptcp;
using Protocols.Mptcp.PathManagers;
using Protocols.Mptcp.Schedulers;
using Protocols.Net;
using Protocols.Sockets;
using Sim.Hosts;
using Sim.Kernel;
using Sim.Network;

namespace Tests.Mptcp.Schedulers;

/// <summary>
/// An established connection whose data waits: nothing is scheduled but what the test schedules. Subflow n has its own
/// path with the given round-trip time, a window of ten packets and nothing in flight.
/// </summary>
internal sealed class ScheduledConnection
{
    private const ushort Port = 5001;
    private readonly Simulation _simulation = new(seed: 1);
    private readonly MptcpStream _stream;

    /// <param name="roundTrips">The round-trip times in milliseconds; a negative one is that of a backup.</param>
    public ScheduledConnection(params int[] roundTrips)
    {
        Topology topology = new(_simulation, new PacketContext(), AddressFamily.Ipv4);
        NameTable names = new();
        StackConfig stack = new()
        {
            CongestionControl = () => new NewReno(),
            Scheduler = () => new Waits(),
            PathManager = (connection, _) => new ExplicitPaths(connection, [], null),
        };
        SimHost client = new("client", topology.Fabric, names, new ArrivalTrace()) { Stack = stack };
        SimHost server = new("server", topology.Fabric, names, new ArrivalTrace()) { Stack = stack };
        List<(IpAddress Local, IpAddress Remote)> paths = [];
        for (int i = 0; i < roundTrips.Length; i++)
        {
            Nic near = topology.AddNic(client, $"nic{i + 1}");
            Nic far = topology.AddNic(server, $"nic{i + 1}");
            client.AddNic(near);
            server.AddNic(far);
            LinkSpec link = new() { Delay = Duration.FromMicroseconds(Math.Abs(roundTrips[i]) * 500) };
            topology.Connect($"link{i + 1}", near, far, link, link);
        }

        topology.Complete();
        client.UseRoutes(topology.RulesOf(client));
        server.UseRoutes(topology.RulesOf(server));
        server.Listen(Port, stack, "server", discardsInput: true);
        for (int i = 0; i < roundTrips.Length; i++)
        {
            paths.Add((client.Nics[i].Addresses[0], server.Nics[i].Addresses[0]));
        }

        _stream = (MptcpStream)client.Open(
            new Endpoint(paths[0].Local, 0), new Endpoint(paths[0].Remote, Port), stack, ByteStore.Counting(), StreamOptions.Default);
        Run(seconds: 5);
        for (int i = 1; i < roundTrips.Length; i++)
        {
            Connection.OpenSubflow(
                new Endpoint(paths[i].Local, 0), new Endpoint(paths[i].Remote, Port), (byte)i, (byte)i, roundTrips[i] < 0);
        }

        _stream.WriteUnseen(0);
        Run(seconds: 5);
    }

    public MptcpConnection Connection => _stream.Connection;

    public DataSendQueue Queue => Connection.SendQueue;

    public Instant Now => _simulation.Now;

    public int Segment => Connection.Subflows[0].SegmentLength;

    public Subflow this[int index] => Connection.Subflows[index];

    /// <summary>So many packets of data wait.</summary>
    public ScheduledConnection Waiting(int packets)
    {
        _stream.WriteUnseen((long)packets * Segment);
        return this;
    }

    /// <summary>So many packets of data are given to a subflow, which sends nothing of it yet.</summary>
    public ScheduledConnection Give(int subflow, int packets)
    {
        Give(this[subflow], packets * Segment);
        return this;
    }

    /// <summary>Everything given so far was sent on this subflow and is to be sent again.</summary>
    public ScheduledConnection Reinject(int subflow)
    {
        this[subflow].Reinject();
        return this;
    }

    /// <summary>Lets time pass.</summary>
    public void Run(double seconds) => _simulation.Run(_simulation.Now + Duration.FromSeconds(seconds));

    /// <summary>What a scheduler decides now: the number of the subflow; -1 to wait.</summary>
    public int Ask(IPacketScheduler scheduler) => NumberOf(scheduler.Select(Connection, Now).Subflow);

    /// <summary>What a scheduler decides so many times in a row, each segment being given as it says.</summary>
    public string Schedule(IPacketScheduler scheduler, int times)
    {
        string decisions = "";
        for (int i = 0; i < times && scheduler.HasWork(Connection); i++)
        {
            SchedulerChoice choice = scheduler.Select(Connection, Now);
            if (choice.IsRepetition)
            {
                choice.Subflow!.Give(choice.RepeatFrom, choice.Burst);
                decisions += $"r{NumberOf(choice.Subflow)}";
            }
            else if (choice.Subflow is not null)
            {
                Give(choice.Subflow, choice.Burst);
                decisions += NumberOf(choice.Subflow);
            }
            else
            {
                return decisions + "-";
            }
        }

        return decisions;
    }

    private void Give(Subflow subflow, int bytes)
    {
        while (bytes > 0)
        {
            Queue.TryPeek(out long start, out int length);
            length = Math.Min(length, bytes);
            subflow.Give(start, length);
            Queue.OnGiven(start, length);
            bytes -= length;
        }
    }

    private int NumberOf(Subflow? subflow) => subflow is null ? -1 : Connection.Subflows.ToList().IndexOf(subflow);

    private sealed class Waits : IPacketScheduler
    {
        public string Name => "waiting";

        public bool SplitsFragments => true;

        public SchedulerChoice Select(MptcpConnection connection, Instant now) => SchedulerChoice.Wait;
    }
}
