using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using Experiments.Composition;
using Protocols.Congestion;
using Protocols.Core;
using Protocols.Mptcp;
using Protocols.Mptcp.PathManagers;
using Protocols.Mptcp.Schedulers;
using Protocols.Net;
using Protocols.Tcp;

namespace Tests.Scripts;

/// <summary>An MPTCP connection in a dialogue: subflows get their numbers in the order in which they begin.</summary>
/// <remarks>
/// <para>
/// <c>set</c> takes the sysctls of <c>net.mptcp.</c> and <c>net.ipv4.</c> with their prefix, <c>limits=SUBFLOWS/ADDRESSES</c>,
/// before the connection begins <c>peer-bytes=N</c>, what the peer's application writes in all, and <c>endpoint=ID ADDRESS [FLAGS]</c> (subflow, fullmesh, signal, backup, laminar). This end
/// has the addresses 192.0.2.1, 198.51.100.1 and 203.0.113.1, the peer 192.0.2.2, 198.51.100.2 and 203.0.113.2; the initial
/// subflow lies between the first two. <c>join LOCAL</c> says that the peer begins a subflow towards a local address.
/// </para>
/// <para>
/// Actions: <c>open</c>, <c>listen</c>, <c>write N</c>, <c>read N</c>, <c>shutdown</c>, <c>close</c>, <c>abort</c>,
/// <c>endpoint-del ADDRESS</c>, <c>endpoint-add ID ADDRESS [FLAGS]</c>, <c>backup N</c> and <c>nobackup N</c> (MP_PRIO on
/// subflow N). All data is zeros.
/// </para>
/// </remarks>
internal sealed partial class MptcpDialogueStack : IDialogueStack, IMptcpEnvironment
{
    private const ushort LocalPort = 40_000;
    private const ushort RemotePort = 80;
    private const uint FirstTimestamp = 100;

    private readonly List<Subflow?> _subflows = [];
    private readonly List<(FlowKey Path, DialogueFlow Flow)> _flows = [];
    private readonly EndpointTable _endpoints = new();

    // More than any script sends that does not say peer-bytes.
    private ByteStore _peerBytes = Zeros(1 << 20);
    private TcpConfig _tcp = TcpConfig.Default;
    private MptcpConfig _mptcp = new();
    private MptcpConnection? _connection;
    private ushort _nextPort = LocalPort;
    private bool _listens;

    public MptcpDialogueStack()
    {
        AddFlow(new FlowKey(
            new Endpoint(IpAddress.Parse("192.0.2.1"), LocalPort), new Endpoint(IpAddress.Parse("192.0.2.2"), RemotePort), IpProtocol.Tcp));
    }

    /// <inheritdoc/>
    public PacketContext Packets { get; } = new();

    /// <inheritdoc/>
    public BlackholeDetection Blackholes { get; } = new();

    /// <inheritdoc/>
    public Instant Deadline => _connection?.Deadline ?? Instant.Never;

    private MptcpConnection Connection => _connection ?? throw new DialogueException("there is no connection yet");

    /// <inheritdoc/>
    public DialogueFlow FlowOf(int subflow) => subflow <= _flows.Count
        ? _flows[subflow - 1].Flow
        : throw new DialogueException($"there is no subflow {subflow} yet");

    /// <inheritdoc/>
    public bool TryDo(string action, string argument, Instant now)
    {
        switch (action)
        {
            case "set":
                return TrySet(argument.Split('=', 2, StringSplitOptions.TrimEntries));
            case "listen":
                _listens = true;
                return true;
            case "open":
                _connection = Create(isInitiator: true);
                return _connection.Connect(_flows[0].Path.Source, _flows[0].Path.Destination, now);
            case "join":
                AddFlow(new FlowKey(
                    new Endpoint(IpAddress.Parse(argument), RemotePort),
                    new Endpoint(IpAddress.Parse("198.51.100.2"), ++_nextPort),
                    IpProtocol.Tcp));
                return true;
            case "write":
                Connection.WriteUnseen(Number(argument), now);
                return true;
            case "read":
                return Connection.Read(new byte[Number(argument)], now) == Number(argument);
            case "shutdown":
                Connection.CloseWrite(now);
                return true;
            case "close":
                Connection.CloseWrite(now);
                Connection.CloseRead(now);
                return true;
            case "abort":
                Connection.Abort();
                return true;
            default:
                return TryManage(action, argument.Split(' '), now);
        }
    }

    /// <inheritdoc/>
    public void Deliver(int subflow, in Packet packet, Instant now)
    {
        PacketOptions options = packet.Options == 0 ? default : Packets.Options[packet.Options];
        FlowKey path = _flows[subflow - 1].Path;
        if (subflow <= _subflows.Count && _subflows[subflow - 1] is { } known)
        {
            Connection.OnPacket(known, in packet, now);
        }
        else if (_connection is null && _listens)
        {
            _connection = Create(isInitiator: false);
            _connection.Accept(in packet, in options, path.Source, path.Destination);
        }
        else if (options.Has(PacketOptionKinds.MpJoin))
        {
            Connection.AcceptJoin(in packet, in options, path.Source, path.Destination);
        }
    }

    /// <inheritdoc/>
    public void OnDeadline(Instant now) => Connection.OnTimer(now);

    /// <inheritdoc/>
    public bool TryTransmit(Instant now, out int subflow, out Packet packet)
    {
        subflow = 0;
        packet = default;
        if (_connection is null || !_connection.TryTransmit(now, out packet))
        {
            return false;
        }

        int flow = packet.Flow;
        subflow = _flows.FindIndex(known => known.Flow.Outbound == flow) + 1;
        return true;
    }

    /// <inheritdoc/>
    public object? ValueOf(string name, Instant now) => name switch
    {
        "fallback" => Words(Connection.FallbackReason),
        "failure" => Words(Connection.Failure),
        "subflows" => Connection.Subflows.Count(subflow => subflow.IsUsable && !subflow.IsDetached),
        "backups" => Connection.Subflows.Count(subflow => subflow.IsBackup),
        "stale" => Connection.StaleSubflows,
        "errors" => Connection.Counters.ProtocolErrors,
        "readable" => Connection.ReceiveQueue.ReadableBytes,
        "unacked" => Connection.SendQueue.WriteEnd - Connection.SendQueue.Unacknowledged,
        "reinjected" => Connection.SendQueue.ReinjectedBytes,
        "closed" => Connection.IsClosed ? "yes" : "no",
        "end" => Connection.IsEndOfStream ? "yes" : "no",
        "blackholes" => Blackholes.Times,
        _ => null,
    };

    /// <inheritdoc/>
    Endpoint? IMptcpEnvironment.SelectSource(Endpoint source, Endpoint destination)
    {
        IpAddress address = source.Address.IsNone ? IpAddress.Parse("192.0.2.1") : source.Address;
        return new Endpoint(address, source.Port != 0 ? source.Port : ++_nextPort);
    }

    /// <inheritdoc/>
    TcpConnection IMptcpEnvironment.CreateTcp(Subflow subflow)
    {
        FlowKey path = new(subflow.Local, subflow.Remote, IpProtocol.Tcp);
        int index = _flows.FindIndex(known => known.Path == path);
        if (index < 0)
        {
            index = _flows.Count;
            AddFlow(path);
        }

        while (_subflows.Count <= index)
        {
            _subflows.Add(null);
        }

        _subflows[index] = subflow;
        return new TcpConnection(_tcp, Packets, path, new TcpSetup
        {
            InitialSequenceNumber = _flows[index].Flow.LocalInitial,
            TimestampOffset = FirstTimestamp,
            Mtu = 1500,
            CongestionControl = new NewReno(),
            SendBytes = Connection.SendQueue.Bytes,
            Extension = subflow,
        });
    }

    /// <inheritdoc/>
    void IMptcpEnvironment.MapData(Subflow subflow, ByteStore sendBytes, ulong firstDataSequence)
    {
    }

    /// <inheritdoc/>
    void IMptcpEnvironment.MapPlainly(Subflow subflow, ByteStore sendBytes)
    {
    }

    /// <inheritdoc/>
    ByteStore? IMptcpEnvironment.ReceivedBytesOf(Subflow subflow) => _peerBytes;

    /// <inheritdoc/>
    void IMptcpEnvironment.Remove(Subflow subflow) => _subflows[_subflows.IndexOf(subflow)] = null;

    /// <inheritdoc/>
    ulong IMptcpEnvironment.CreateKey(MptcpConnection connection) => DialogueKeys.Local;

    /// <inheritdoc/>
    uint IMptcpEnvironment.CreateNonce() => DialogueKeys.LocalNonce;

    private static ByteStore Zeros(int count)
    {
        ByteStore bytes = new();
        bytes.Append(new byte[count]);
        return bytes;
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static string Words(Enum value) => WordStart().Replace(value.ToString(), "-$0").ToLowerInvariant();

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex WordStart();

    private static MptcpEndpoint ParseEndpoint(string[] words) => new(
        byte.Parse(words[0], CultureInfo.InvariantCulture),
        IpAddress.Parse(words[1]),
        words.Contains("subflow"),
        words.Contains("fullmesh"),
        words.Contains("signal"),
        words.Contains("backup"),
        words.Contains("laminar"));

    private bool TryManage(string action, string[] words, Instant now)
    {
        switch (action)
        {
            case "endpoint-del" when _endpoints.Remove(IpAddress.Parse(words[0])) is { } removed:
                Connection.OnEndpointRemoved(removed, now);
                return true;
            case "endpoint-add" when _endpoints.TryAdd(ParseEndpoint(words)):
                Connection.OnEndpointAdded(ParseEndpoint(words), now);
                return true;
            case "backup" or "nobackup":
                _subflows[(int)Number(words[0]) - 1]!.RequestPriority(action == "backup");
                return true;
            default:
                return false;
        }
    }

    private bool TrySet(string[] setting)
    {
        if (setting.Length != 2 || _connection is not null)
        {
            return false;
        }

        switch (setting[0])
        {
            case "endpoint":
                return _endpoints.TryAdd(ParseEndpoint(setting[1].Split(' ')));
            case "peer-bytes":
                _peerBytes = Zeros((int)Number(setting[1]));
                return true;
            case "limits":
                string[] limits = setting[1].Split('/');
                _mptcp = _mptcp with { ExtraSubflows = (int)Number(limits[0]), AcceptedAddresses = (int)Number(limits[1]) };
                return true;
            default:
                return Sysctls.Names.Contains(setting[0]) && Sysctls.TryApply(setting[0], setting[1], ref _tcp, ref _mptcp);
        }
    }

    private MptcpConnection Create(bool isInitiator)
    {
        MptcpConfig config = _mptcp with { Endpoints = _endpoints };
        return new MptcpConnection(
            new MptcpSetup
            {
                IsInitiator = isInitiator,
                Tcp = _tcp,
                Config = config,
                Segment = 1448,
                SendBytes = ByteStore.Counting(),
                Scheduler = new LinuxDefault(),
                PathManager = connection => new InKernel(connection, config),
            },
            this);
    }

    private void AddFlow(FlowKey path)
    {
        int outbound = Packets.Flows.Intern(path);
        uint local = DialogueKeys.LocalInitial(_flows.Count);
        _flows.Add((path, new DialogueFlow(outbound, Packets.Flows.Reverse(outbound), local, DialogueKeys.RemoteInitial(_flows.Count))));
    }
}
