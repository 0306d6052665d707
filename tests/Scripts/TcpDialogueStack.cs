using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using Experiments.Composition;
using Protocols.Congestion;
using Protocols.Core;
using Protocols.Mptcp;
using Protocols.Net;
using Protocols.Tcp;

namespace Tests.Scripts;

/// <summary>A plain TCP connection in a dialogue; the initial sequence numbers lie just below the wrap of 32 bits.</summary>
/// <remarks>
/// <c>set</c> takes the sysctls of <c>net.ipv4.</c> without that prefix, and <c>mtu</c>, <c>ip</c> (4 or 6),
/// <c>congestion</c> (reno or cubic), <c>nodelay</c>, and <c>hz</c>: the kernel's ticks a second, 0 for timers that fire
/// exactly. The timestamps of this end are 100 at the start. <c>block refuse</c> and <c>block queue-full</c> let every
/// packet fail in the host until <c>block off</c>.
/// </remarks>
internal sealed partial class TcpDialogueStack : IDialogueStack
{
    private const uint LocalInitial = unchecked((uint)-1500);
    private const uint RemoteInitial = unchecked((uint)-2500);
    private const uint FirstTimestamp = 100;

    private readonly Dictionary<string, string> _settings = new()
    {
        ["mtu"] = "1500",
        ["ip"] = "4",
        ["congestion"] = "reno",
        ["nodelay"] = "1",
        ["hz"] = "0",
    };

    private TcpConfig _config = TcpConfig.Default;
    private TcpConnection? _connection;
    private bool _listens;
    private string _block = "off";

    /// <inheritdoc/>
    public PacketContext Packets { get; } = new();

    /// <inheritdoc/>
    public Instant Deadline =>
        _connection is null ? Instant.Never : Instant.Min(_connection.Deadline, _connection.AckDeadline);

    private TcpConnection Connection => _connection ?? throw new DialogueException("there is no connection yet");

    /// <inheritdoc/>
    public DialogueFlow FlowOf(int subflow)
    {
        int outbound = Packets.Flows.Intern(Path());
        return new DialogueFlow(outbound, Packets.Flows.Reverse(outbound), LocalInitial, RemoteInitial);
    }

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
                _connection = Create();
                _connection.Connect();
                return true;
            case "write":
                Connection.WriteUnseen(Number(argument));
                return true;
            case "read":
                return Connection.Read(new byte[Number(argument)], now) == Number(argument);
            case "shutdown":
                Connection.CloseWrite();
                return true;
            case "close":
                Connection.Close(now);
                return true;
            case "block":
                _block = argument;
                return argument is "refuse" or "queue-full" or "off";
            case "abort":
                Connection.Abort();
                return true;
            default:
                return false;
        }
    }

    /// <inheritdoc/>
    public void Deliver(int subflow, in Packet packet, Instant now)
    {
        if (_connection is not null && !(_listens && _connection.IsReplacedBy(in packet)))
        {
            _connection.OnPacket(in packet, now);
        }
        else if (_listens && (packet.Flags & (TcpFlags.Syn | TcpFlags.Ack | TcpFlags.Rst)) == TcpFlags.Syn)
        {
            _connection = Create();
            _connection.Accept(in packet);
        }
    }

    /// <inheritdoc/>
    public void OnDeadline(Instant now)
    {
        if (Connection.AckDeadline <= now)
        {
            Connection.OnAckTimer(now);
        }

        if (Connection.Deadline <= now)
        {
            Connection.OnTimer(now);
        }
    }

    /// <inheritdoc/>
    public bool TryTransmit(Instant now, out int subflow, out Packet packet)
    {
        subflow = 1;
        packet = default;
        if (_connection is null)
        {
            return false;
        }

        while (_connection.TryTransmit(now, out packet))
        {
            if (_block == "off")
            {
                return true;
            }

            _connection.OnSendFailed(in packet, isCongested: _block == "queue-full", now);
            Packets.Options.Return(packet.Options);
        }

        return false;
    }

    /// <inheritdoc/>
    public object? ValueOf(string name, Instant now)
    {
        TcpSender sender = Connection.Sender;
        return name switch
        {
            "state" => Words(Connection.State),
            "failure" => Words(Connection.Failure),
            "ca_state" => Words(sender.State),
            "cwnd" => sender.CongestionWindow.Packets,
            "ssthresh" => sender.CongestionWindow.SlowStartThreshold,
            "in_flight" => sender.Segments.InFlight,
            "packets_out" => sender.Segments.Count,
            "sacked" => sender.Segments.Sacked,
            "lost" => sender.Segments.Lost,
            "rto" => sender.Rto,
            "srtt" => sender.SmoothedRtt,
            "min_rtt" => sender.MinimumRtt,
            "backoff" => sender.Backoff,
            "timer" => Words(sender.TimerPurpose),
            "timeouts" => sender.Timeouts,
            "retransmits" => sender.RetransmittedSegments,
            "timer_in" => Connection.Deadline == Instant.Never ? "never" : Connection.Deadline - now,
            "ack_in" => Connection.AckDeadline == Instant.Never ? "never" : Connection.AckDeadline - now,
            "readable" => Connection.Receiver.ReadableBytes,
            "capacity" => Connection.Receiver.Capacity,
            _ => null,
        };
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    // FinWait1 becomes fin-wait1.
    private static string Words(Enum value) => WordStart().Replace(value.ToString(), "-$0").ToLowerInvariant();

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex WordStart();

    private bool TrySet(string[] setting)
    {
        if (setting.Length != 2 || _connection is not null)
        {
            return false;
        }

        if (_settings.ContainsKey(setting[0]))
        {
            _settings[setting[0]] = setting[1];
            return true;
        }

        MptcpConfig mptcp = new();
        string name = "net.ipv4." + setting[0];
        return Sysctls.Names.Contains(name) && Sysctls.TryApply(name, setting[1], ref _config, ref mptcp);
    }

    private FlowKey Path()
    {
        bool isIpv6 = _settings["ip"] == "6";
        return new FlowKey(
            new Endpoint(Address(isIpv6 ? "fd00::1" : "192.0.2.1"), 40_000),
            new Endpoint(Address(isIpv6 ? "fd00::2" : "192.0.2.2"), 80),
            IpProtocol.Tcp);
    }

    private static IpAddress Address(string text) =>
        IpAddress.TryParse(text, out IpAddress address) ? address : throw new DialogueException(text);

    private TcpConnection Create()
    {
        DialogueFlow flow = FlowOf(1);

        // The peer's bytes: more than any script sends.
        ByteStore peer = ByteStore.Counting();
        peer.AppendUnseen(1L << 40);
        Packets.Flows.SetPayload(flow.Inbound, peer, unchecked(RemoteInitial + 1));
        long hz = Number(_settings["hz"]);
        TcpConfig config = _config with { Tick = hz == 0 ? Duration.Zero : Duration.FromMilliseconds(1000 / hz) };
        return new TcpConnection(config, Packets, Path(), new TcpSetup
        {
            InitialSequenceNumber = LocalInitial,
            TimestampOffset = FirstTimestamp,
            Mtu = (int)Number(_settings["mtu"]),
            CongestionControl = _settings["congestion"] == "cubic" ? new Cubic() : new NewReno(),
            SendBytes = ByteStore.Counting(),
            NoDelay = _settings["nodelay"] == "1",
        });
    }
}
