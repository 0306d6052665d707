using System;
using System.Collections.Generic;
using System.Linq;
using Experiments.Scenario.Records;
using Protocols.Core;
using Protocols.Net;
using Sim.Hosts;

namespace Experiments.Composition;

/// <summary>Datagrams between simulated hosts.</summary>
internal sealed class DatagramsComposition : IComposedApplication
{
    private const ushort DiscardPort = 9;

    private readonly DatagramsApplication _definition;
    private readonly IReadOnlyList<(string Name, string From, string To)> _pairs;
    private readonly List<DatagramSource> _sources = [];

    /// <summary>Builds it.</summary>
    public DatagramsComposition(DatagramsApplication definition, ComposedNetwork network)
    {
        _definition = definition;
        PathPinner pinner = new(network);
        RandomStream random = network.Simulation.Random.Fork("datagrams " + Name);
        _pairs = TrafficPairing.Of(Name, definition.Pairs, random.Fork("pairs"));
        foreach ((string name, string from, string to) in _pairs)
        {
            SimHost host = network.Hosts[from];
            Endpoint remote = host.Resolver.Resolve(to, DiscardPort)[0];
            DatagramSource? source = host.OpenDatagrams(remote, ShapeOf(random.Fork(name)));
            if (source is null)
            {
                continue;
            }

            if (definition.Via.Count > 0)
            {
                pinner.Pin(source.Flow, host.Nics[0], definition.Via);
            }

            _sources.Add(source);
        }
    }

    /// <inheritdoc/>
    public string Name => _definition.Name.Name;

    /// <inheritdoc/>
    public IEnumerable<(string From, string To)> Traffic => _pairs.Select(pair => (pair.From, pair.To));

    /// <inheritdoc/>
    public void Start() => _sources.ForEach(source => source.Start());

    /// <inheritdoc/>
    public void Stop() => _sources.ForEach(source => source.Stop());

    private DatagramShape ShapeOf(RandomStream random)
    {
        RandomStream gaps = random.Fork("gap");
        RandomStream sizes = random.Fork("size");
        RandomStream periods = random.Fork("periods");
        return new DatagramShape(
            () => (int)Math.Clamp(Math.Round(Distributions.Draw(_definition.Size, sizes, 0)), 1, ushort.MaxValue),
            size => Duration.FromSeconds(Distributions.Draw(_definition.Gap, gaps, MeanGap(size))),
            Periods(_definition.On, periods),
            Periods(_definition.Off, periods));
    }

    private double MeanGap(int size)
    {
        double bits = (Distributions.MeanOf(_definition.Size) ?? size) * 8;
        return _definition.Rate is { } rate ? bits / rate.BitsPerSecond : 0;
    }

    private static Func<Duration>? Periods(Distribution? distribution, RandomStream random) =>
        distribution is null ? null : () => Duration.FromSeconds(Distributions.Draw(distribution, random, 0));
}
