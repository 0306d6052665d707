using System.Collections.Generic;
using Protocols.Core;
using Protocols.Net;

namespace Protocols.Mptcp.PathManagers;

/// <summary>
/// The addresses that this end has announced, each with a timer that repeats the announcement until it is echoed
/// (anno_list in net/mptcp/pm.c).
/// </summary>
internal sealed class AnnouncedAddresses(MptcpConnection connection, MptcpConfig config)
{
    // ADD_ADDR_RETRANS_MAX.
    private const int MostRepetitions = 3;

    // TCP_RTO_MAX / 8.
    private static readonly Duration _pendingPause = Duration.FromSeconds(15);

    private readonly List<Announcement> _announcements = [];

    /// <summary>When an announcement is to be repeated.</summary>
    public Instant Deadline { get; private set; } = Instant.Never;

    // mptcp_adjust_add_addr_timeout: no longer than the longest timeout of a subflow, if there is one.
    private Duration Timeout
    {
        get
        {
            Duration rto = connection.LongestRto;
            return rto > Duration.Zero ? Duration.Min(rto, config.AddAddressTimeout) : config.AddAddressTimeout;
        }
    }

    /// <summary>Announces an address.</summary>
    public void Announce(byte id, IpAddress address, Instant now)
    {
        _announcements.Add(new Announcement(id, address)
        {
            Deadline = config.AddAddressTimeout > Duration.Zero ? now + Timeout : Instant.Never,
        });
        connection.Announcements.Announce(id, address);
        FindDeadline();
    }

    /// <summary>An echo arrived.</summary>
    /// <returns>Whether there was such an announcement.</returns>
    public bool OnEcho(byte id, IpAddress address)
    {
        Announcement? echoed = _announcements.Find(known => known.Address == address);
        if (echoed is not null && echoed.Id == id)
        {
            echoed.Deadline = Instant.Never;
            FindDeadline();
        }

        return echoed is not null;
    }

    /// <summary>An address is no longer there.</summary>
    /// <returns>Whether it was announced.</returns>
    public bool Remove(IpAddress address)
    {
        bool isRemoved = _announcements.RemoveAll(known => known.Address == address) > 0;
        FindDeadline();
        return isRemoved;
    }

    /// <summary>The deadline has come: repeats what was not echoed (mptcp_pm_add_timer).</summary>
    /// <returns>Whether some announcement was given up: the next one may go out.</returns>
    public bool OnTimer(Instant now)
    {
        bool isGivenUp = false;
        foreach (Announcement announcement in _announcements)
        {
            if (announcement.Deadline <= now)
            {
                isGivenUp |= Repeat(announcement, now);
            }
        }

        FindDeadline();
        return isGivenUp;
    }

    private bool Repeat(Announcement announcement, Instant now)
    {
        if (connection.Announcements.IsAnnouncementPending)
        {
            announcement.Deadline = now + _pendingPause;
            return false;
        }

        connection.Announcements.Announce(announcement.Id, announcement.Address);
        announcement.Repetitions++;
        bool isLast = announcement.Repetitions == MostRepetitions;
        announcement.Deadline = isLast ? Instant.Never : now + Timeout * (1L << announcement.Repetitions);
        return isLast;
    }

    private void FindDeadline()
    {
        Deadline = Instant.Never;
        foreach (Announcement announcement in _announcements)
        {
            Deadline = Instant.Min(Deadline, announcement.Deadline);
        }
    }

    private sealed class Announcement(byte id, IpAddress address)
    {
        public byte Id => id;

        public IpAddress Address => address;

        public int Repetitions { get; set; }

        public Instant Deadline { get; set; }
    }
}
