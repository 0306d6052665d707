using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using Experiments.Scenario;
using Experiments.Scenario.Records;
using Experiments.Scenario.Writing;
using Results.Recording;

namespace Experiments.Composition.Nodes;

/// <summary>One run on real hosts: starts a node on each over ssh, lets all begin at one time, and collects what they saw.</summary>
internal sealed class RemoteRun : IDisposable
{
    private const string WrongScenario = "2";
    private const long StartDelayNanoseconds = 500_000_000;

    private static readonly TimeSpan _mostPreparation = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan _mostDelay = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan _lookInterval = TimeSpan.FromMilliseconds(50);

    private readonly ScenarioDefinition _scenario;
    private readonly List<RemoteHost> _hosts = [];
    private readonly ScratchFolder _folder = new("hosts");

    /// <summary>Starts to reach the hosts.</summary>
    /// <param name="scenario">What to run.</param>
    /// <param name="hosts">Where its hosts are.</param>
    /// <exception cref="ScenarioException">The scenario asks for what cannot be done on real hosts, or machines are missing.</exception>
    /// <exception cref="MachineLacksException">There is no ssh here.</exception>
    public RemoteRun(ScenarioDefinition scenario, RemoteHosts hosts)
    {
        _scenario = scenario;
        try
        {
            Require(scenario, hosts);
            foreach (HostDefinition host in scenario.Hosts)
            {
                _hosts.Add(new RemoteHost(host.Name.Name, hosts));
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Carries it out.</summary>
    /// <param name="cancellation">Signalled when the user wants to stop.</param>
    /// <exception cref="ScenarioException">A host cannot make sense of the scenario.</exception>
    /// <exception cref="MachineLacksException">A host cannot be reached, or lacks something.</exception>
    /// <exception cref="HostLostException">A host was lost on the way.</exception>
    /// <exception cref="OperationCanceledException">The user wants to stop.</exception>
    public RemoteOutcome Run(CancellationToken cancellation)
    {
        Prepare(cancellation);
        Dictionary<RemoteHost, ClockOffset> before = _hosts.ToDictionary(host => host, host => host.CompareClocks(cancellation));
        long startsAt = NodeClock.Now + StartDelayNanoseconds;
        foreach ((RemoteHost host, ClockOffset offset) in before)
        {
            string ns = (startsAt + offset.Nanoseconds).ToString(CultureInfo.InvariantCulture);
            host.Send(NodeProtocol.Start, new Dictionary<string, string> { ["ns"] = ns }, []);
        }

        AwaitEnd(cancellation);
        string[] clocks = [.. before.Select(entry => ClockText(entry.Key, entry.Value, entry.Key.CompareClocks(cancellation)))];
        return new RemoteOutcome
        {
            Hosts = [.. _hosts.Select(host => Collect(host, cancellation))],
            Folder = _folder.Path,
            Notices = [$"the hosts' clocks, compared over ssh before and after: {string.Join("; ", clocks)}"],
        };
    }

    /// <summary>Lets the hosts go: what runs there ends.</summary>
    public void Dispose()
    {
        // All at once, and only then one after the other: each takes the time of its own good-bye.
        Thread[] leaving = [.. _hosts.Select(host => new Thread(host.Dispose))];
        Array.ForEach(leaving, thread => thread.Start());
        Array.ForEach(leaving, thread => thread.Join());
        _folder.Dispose();
    }

    private static void Require(ScenarioDefinition scenario, RemoteHosts hosts)
    {
        if (RealHostCheck.Problem(scenario, hosts) is { } problem)
        {
            throw new ScenarioException(problem);
        }

        ScenarioError[] obstacles = [.. RealHostCheck.Obstacles(scenario)];
        if (obstacles.Length > 0)
        {
            throw new ScenarioException(obstacles);
        }

        KernelMachine.RequireOneKind(scenario);
        KernelMachine.RequireKnownHosts(scenario);
    }

    private static string ClockText(RemoteHost host, ClockOffset before, ClockOffset after)
    {
        double uncertainty = Math.Max(before.UncertaintyNanoseconds, after.UncertaintyNanoseconds) / 1e6;
        double drift = Math.Abs(after.Nanoseconds - before.Nanoseconds) / 1e6;
        return FormattableString.Invariant($"{host.Name} within {uncertainty:0.00} ms, drift {drift:0.00} ms");
    }

    // Each host gets the scenario as it was resolved, and only those media that it publishes.
    private void Prepare(CancellationToken cancellation)
    {
        List<ApplicationDefinition> applications = [.. _scenario.Applications];
        List<(string Host, string Name, byte[] Content)> media = [];
        for (int i = 0; i < applications.Count; i++)
        {
            if (applications[i] is RtmpPushApplication { Media: MediaDefinition.Flv flv } push)
            {
                string name = FormattableString.Invariant($"media-{i}.flv");
                media.Add((push.Host.Name, name, Read(flv)));
                applications[i] = push with { Media = flv with { Written = name } };
            }
        }

        ScenarioDefinition sent = _scenario with { Applications = applications, Sweep = null, Expect = [], Let = [] };
        byte[] text = Encoding.UTF8.GetBytes(ScenarioJson.Write(sent));
        AwaitHosts(cancellation);
        foreach (RemoteHost host in _hosts)
        {
            foreach ((string owner, string name, byte[] content) in media)
            {
                host.Send(NodeProtocol.File, new Dictionary<string, string> { ["name"] = name }, owner == host.Name ? content : []);
            }

            host.Send(NodeProtocol.Scenario, NodeProtocol.Nothing, text);
        }

        List<string> refusals = [];
        bool isScenarioWrong = false;
        foreach (RemoteHost host in _hosts)
        {
            NodeMessage answer = host.Expect([NodeProtocol.Ready, NodeProtocol.Refused, NodeProtocol.Failed], _mostPreparation, cancellation);
            if (answer.Kind != NodeProtocol.Ready)
            {
                refusals.Add($"{host.Subject} cannot play its part:");
                refusals.AddRange(answer["text"].Split('\n').Select(line => "  " + line));
                isScenarioWrong |= answer["code"] == WrongScenario;
            }
        }

        if (refusals.Count > 0)
        {
            string why = string.Join('\n', refusals);
            throw isScenarioWrong ? new ScenarioException(why) : new MachineLacksException(why);
        }
    }

    private static byte[] Read(MediaDefinition.Flv flv)
    {
        try
        {
            return new FileInfo(flv.Path).Length <= NodeChannel.LongestBody
                ? File.ReadAllBytes(flv.Path)
                : throw new ScenarioException([new ScenarioError(flv.At, $"'{flv.Written}' is too long to be sent to a host: more than 1 GiB")]);
        }
        catch (IOException error)
        {
            throw new ScenarioException([new ScenarioError(flv.At, error.Message)]);
        }
    }

    private void AwaitHosts(CancellationToken cancellation)
    {
        List<string> unreachable = [];
        foreach (RemoteHost host in _hosts)
        {
            try
            {
                host.Expect([NodeProtocol.Hello], cancellation);
            }
            catch (HostLostException error)
            {
                unreachable.Add(error.Message);
            }
        }

        if (unreachable.Count > 0)
        {
            throw new MachineLacksException(string.Join('\n', unreachable));
        }
    }

    // One host that is lost ends the run for all: what the others would still see is another experiment.
    private void AwaitEnd(CancellationToken cancellation)
    {
        HashSet<RemoteHost> playing = [.. _hosts];
        long limit = NodeClock.Now + StartDelayNanoseconds + _scenario.Duration.WholeNanoseconds + (long)_mostDelay.TotalNanoseconds;
        while (playing.Count > 0)
        {
            foreach (RemoteHost host in playing.ToArray())
            {
                switch (host.TryTake())
                {
                    case { Kind: NodeProtocol.Finished }:
                        playing.Remove(host);
                        break;
                    case { } other:
                        throw new HostLostException($"{host.Subject} gave up: {(other["text"].Length > 0 ? other["text"] : other.Kind)}");
                    default:
                        break;
                }
            }

            if (NodeClock.Now > limit)
            {
                throw new HostLostException($"{playing.First().Subject} does not come to the end of the run");
            }

            if (playing.Count > 0 && cancellation.WaitHandle.WaitOne(_lookInterval))
            {
                throw new OperationCanceledException(cancellation);
            }
        }
    }

    private RunRecord Collect(RemoteHost host, CancellationToken cancellation)
    {
        host.Send(NodeProtocol.Deliver, NodeProtocol.Nothing, []);
        string folder = Path.Combine(_folder.Path, host.Name);
        while (true)
        {
            NodeMessage message = host.Expect([NodeProtocol.File, NodeProtocol.Done], _mostPreparation, cancellation);
            if (message.Kind == NodeProtocol.Done)
            {
                return RunReader.Read(folder);
            }

            Write(folder, message, host);
        }
    }

    private static void Write(string folder, NodeMessage file, RemoteHost host)
    {
        string path = Path.GetFullPath(Path.Combine(folder, file["name"]));
        if (!path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new HostLostException($"{host.Subject} sends a file that is none of its results: '{file["name"]}'");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, file.Body);
    }
}
