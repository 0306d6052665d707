using Protocols.Core;
using Protocols.Net;

namespace Protocols.Mptcp;

/// <summary>ADD_ADDR and REMOVE_ADDR on their way out, and ADD_ADDR on its way in (RFC 8684, 3.4).</summary>
/// <remarks>
/// An announcement and its echo travel alone on a pure acknowledgment, as in Linux: beside a DSS there would be no room.
/// One of each waits at most (addr_signal in net/mptcp/pm.c).
/// </remarks>
internal sealed class AddressAnnouncements(MptcpConnection connection)
{
    private AddAddressOption? _announcement;
    private AddAddressOption? _echo;
    private AddressIds _removed;
    private byte _removedCount;

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

    /// <summary>Says that an address of this end is gone.</summary>
    public void Remove(byte id)
    {
        if (_removedCount == ((System.ReadOnlySpan<byte>)_removed).Length)
        {
            return;
        }

        _removed[_removedCount++] = id;
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

    /// <summary>Writes a REMOVE_ADDR beside a DSS, if one waits.</summary>
    public void TryWriteRemoval(ref PacketOptions options)
    {
        if (_removedCount > 0)
        {
            options.Kinds |= PacketOptionKinds.RemoveAddress;
            options.RemovedAddressCount = _removedCount;
            options.RemovedAddresses = _removed;
            _removedCount = 0;
        }
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
