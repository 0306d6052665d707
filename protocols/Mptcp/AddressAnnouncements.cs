using Protocols.Core;
using Protocols.Net;

namespace Protocols.Mptcp;

/// <summary>ADD_ADDR and its echo, on their way out and in (RFC 8684, 3.4.1).</summary>
/// <remarks>
/// An announcement and its echo travel alone on a pure acknowledgment, as in Linux: beside a DSS there would be no room.
/// One of each waits at most (addr_signal in net/mptcp/pm.c).
/// </remarks>
internal sealed class AddressAnnouncements(MptcpConnection connection)
{
    private AddAddressOption? _announcement;
    private AddAddressOption? _echo;

    /// <summary>Whether an announcement waits for its packet.</summary>
    public bool IsAnnouncementPending => _announcement is not null;

    /// <summary>Announces an address of this end.</summary>
    public void Announce(byte id, IpAddress address)
    {
        _announcement = new AddAddressOption
        {
            AddressId = id,
            Address = address,
            Hmac = KeyMaterial.AddAddressHmac(connection.Keys.Local, connection.Keys.Remote, id, address, port: 0),
        };
        connection.DemandAck();
    }

    /// <summary>Writes an announcement or an echo onto a pure acknowledgment, if one waits; the echo goes first.</summary>
    public bool TryWrite(ref PacketOptions options)
    {
        AddAddressOption? option = _echo ?? _announcement;
        if (option is not { } waiting)
        {
            return false;
        }

        options.Kinds |= PacketOptionKinds.AddAddress;
        options.AddAddress = waiting;
        if (_echo is null)
        {
            _announcement = null;
        }
        else
        {
            _echo = null;
            if (_announcement is not null)
            {
                connection.DemandAck();
            }
        }

        return true;
    }

    /// <summary>An ADD_ADDR or its echo arrived; one whose HMAC is wrong is ignored (RFC 8684, 3.4.1).</summary>
    public void OnAddAddress(in AddAddressOption option, Instant now)
    {
        if (option.Echo)
        {
            connection.PathManager.OnAnnouncementEchoed(in option, now);
            return;
        }

        ulong expected = KeyMaterial.AddAddressHmac(
            connection.Keys.Remote, connection.Keys.Local, option.AddressId, option.Address, option.Port);
        if (!option.HasHmac || option.Hmac != expected)
        {
            connection.Counters.WrongKeys++;
            return;
        }

        if (_echo is null)
        {
            _echo = option with { Echo = true, Hmac = 0 };
            connection.DemandAck();
        }

        connection.PathManager.OnAddressAnnounced(in option, now);
    }
}
