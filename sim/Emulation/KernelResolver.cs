using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using Protocols.Net;
using Protocols.Sockets;

namespace Sim.Emulation;

/// <summary>
/// The names a kernel host can resolve: addresses in text form, those given from outside, and what the machine's resolver knows.
/// </summary>
internal sealed class KernelResolver(KernelHost host) : IResolver
{
    /// <inheritdoc/>
    /// <remarks>Blocks while the machine's resolver is asked.</remarks>
    public IReadOnlyList<Endpoint> Resolve(string name, ushort port)
    {
        if (Known(name) is { } known)
        {
            return Order(known, port);
        }

        try
        {
            return Order(Read(Dns.GetHostAddresses(name)), port);
        }
        catch (Exception exception) when (IsUnknownName(exception))
        {
            return [];
        }
    }

    /// <inheritdoc/>
    /// <remarks>The machine's resolver is asked on another thread; the loop goes on meanwhile.</remarks>
    public async ValueTask<IReadOnlyList<Endpoint>> ResolveAsync(string name, ushort port)
    {
        if (Known(name) is { } known)
        {
            return Order(known, port);
        }

        Readiness answered = new(host.Dispatcher);
        Task<IPAddress[]> question = Dns.GetHostAddressesAsync(name);
        _ = question.ContinueWith(_ => host.Loop.PostFromOutside(answered.Set), TaskScheduler.Default);
        await answered.WaitAsync();
        if (question.IsCompletedSuccessfully)
        {
            return Order(Read(question.Result), port);
        }

        return question.Exception?.InnerException is { } exception && IsUnknownName(exception)
            ? []
            : throw new InvalidOperationException($"the name '{name}' cannot be resolved", question.Exception);
    }

    // A name that is too long or empty is unknown like any other.
    private static bool IsUnknownName(Exception exception) => exception is SocketException or ArgumentException;

    private IReadOnlyList<IpAddress>? Known(string name)
    {
        return IpAddress.TryParse(name.Trim('[', ']'), out IpAddress address)
            ? [address]
            : host.Settings.Names.GetValueOrDefault(name);
    }

    private static IpAddress[] Read(IEnumerable<IPAddress> addresses) =>
    [
        .. addresses.Select(address => IpAddress.TryRead(address.GetAddressBytes(), out IpAddress read) ? read : default)
            .Where(address => !address.IsNone).Distinct(),
    ];

    private Endpoint[] Order(IReadOnlyList<IpAddress> addresses, ushort port)
    {
        IEnumerable<IpAddress> ordered = addresses.Count < 2 ? addresses : DestinationOrder.Sort(addresses, host.SourceFor);
        return [.. ordered.Select(address => new Endpoint(address, port))];
    }
}
