using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Experiments.Scenario.Records;
using Protocols.Core;
using Protocols.Net;
using Protocols.Sockets;
using Sim.Emulation;

namespace Experiments.Composition;

/// <summary>Bulk transfers between kernel hosts: as many bytes as the sockets take, which nobody looks at.</summary>
internal sealed class KernelBulk : INamingConnections
{
    private const int Chunk = 256 * 1024;

    private readonly BulkApplication _definition;
    private readonly ushort _port;
    private readonly IReadOnlyList<(string Name, string From, string To)> _pairs;
    private readonly Dictionary<string, KernelHost> _hosts = [];
    private readonly List<IByteStream> _opened = [];
    private readonly byte[] _sent = new byte[Chunk];
    private readonly byte[] _received = new byte[Chunk];

    /// <summary>Builds it.</summary>
    /// <param name="definition">What the scenario says.</param>
    /// <param name="port">The port that the receivers listen on.</param>
    /// <param name="random">Decides a random pairing.</param>
    /// <param name="hostOf">Makes the hosts it runs on; null of one that is elsewhere and does its part there.</param>
    public KernelBulk(BulkApplication definition, ushort port, RandomStream random, Func<string, KernelHost?> hostOf)
    {
        _definition = definition;
        _port = port;
        _pairs = TrafficPairing.Of(Name, definition.Pairs, random);
        foreach (string host in _pairs.SelectMany(pair => new[] { pair.From, pair.To }).Distinct())
        {
            if (hostOf(host) is { } here)
            {
                _hosts.Add(host, here);
            }
        }
    }

    /// <inheritdoc/>
    public string Name => _definition.Name.Name;

    /// <inheritdoc/>
    public IEnumerable<(string From, string To)> Traffic => _pairs.Select(pair => (pair.From, pair.To));

    /// <inheritdoc/>
    public IEnumerable<ConnectionNaming> Connections => _pairs.Where(pair => _hosts.ContainsKey(pair.From))
        .Select(pair => new ConnectionNaming(pair.Name, pair.Name, IsSender: true));

    /// <inheritdoc/>
    public void Start()
    {
        foreach (KernelHost host in _pairs.Select(pair => _hosts.GetValueOrDefault(pair.To)).OfType<KernelHost>().Distinct())
        {
            host.Spawn(AcceptAsync(host, host.Listen(_port, new StreamOptions { Name = Name })));
        }

        foreach ((string name, string from, string to) in _pairs.Where(pair => _hosts.ContainsKey(pair.From)))
        {
            KernelHost host = _hosts[from];
            Endpoint remote = host.Resolver.Resolve(to, _port)[0];
            IByteStream stream = host.Connect(remote, new StreamOptions { Name = name });
            _opened.Add(stream);
            host.Spawn(SendAsync(stream, _definition.Bytes?.Bytes ?? long.MaxValue));
        }
    }

    /// <inheritdoc/>
    public void Stop() => _opened.ForEach(stream => stream.CloseWrite());

    private async Task SendAsync(IByteStream stream, long bytes)
    {
        await stream.ConnectedAsync();
        while (bytes > 0 && stream.State == StreamState.Open)
        {
            int count = stream.Write(_sent.AsSpan(0, (int)Math.Min(bytes, Chunk)));
            bytes -= count;
            if (count == 0)
            {
                await stream.WritableAsync();
            }
        }

        stream.CloseWrite();
    }

    private async Task AcceptAsync(KernelHost host, IListener listener)
    {
        while (true)
        {
            await listener.AcceptableAsync();
            while (listener.TryAccept(out IByteStream? stream))
            {
                host.Spawn(ReceiveAsync(stream));
            }
        }
    }

    private async Task ReceiveAsync(IByteStream stream)
    {
        while (!stream.EndOfStream)
        {
            await stream.ReadableAsync();
            while (stream.Read(_received) > 0)
            {
            }
        }

        stream.Close();
    }
}
