using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using Experiments.Scenario;
using Experiments.Scenario.Records;
using Results.Recording;
using Sim.Emulation;

namespace Experiments.Composition.Nodes;

/// <summary>A node: does on this machine what a coordinator says, over two streams (<see cref="NodeProtocol"/>).</summary>
public sealed class NodeSession : IDisposable
{
    private const string ScenarioName = "scenario.yaml";

    private readonly string _name;
    private readonly Catalogue _catalogue;
    private readonly NodeChannel _channel;
    private readonly BlockingCollection<NodeMessage> _messages = [];
    private readonly CancellationTokenSource _gone = new();
    private readonly ScratchFolder _folder = new("node");

    /// <summary>Prepares it.</summary>
    /// <param name="name">Which host of the scenario this machine is to be.</param>
    /// <param name="catalogue">What can be chosen by name.</param>
    /// <param name="input">Where the coordinator's messages come from; its end ends the node.</param>
    /// <param name="output">Where the answers go.</param>
    public NodeSession(string name, Catalogue catalogue, Stream input, Stream output)
    {
        _name = name;
        _catalogue = catalogue;
        _channel = new NodeChannel(input, output);
    }

    /// <summary>Plays one run.</summary>
    /// <param name="interrupt">Signalled when somebody on this machine wants it to end.</param>
    /// <returns>Why it did not come to its end; null when it did. The coordinator has been told, if it is still there.</returns>
    public NodeFailure? Run(CancellationToken interrupt)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(interrupt, _gone.Token);
        try
        {
            _channel.SendGreeting();
            _channel.Send(NodeProtocol.Hello, [.. RunRecords.Versions().Select(version => (version.Key, version.Value))]);
            Thread reader = new(Read) { IsBackground = true, Name = "coordinator" };
            reader.Start();
            return Play(either.Token);
        }
        catch (OperationCanceledException)
        {
            return new NodeFailure(1, interrupt.IsCancellationRequested ? "interrupted" : "the coordinator is gone");
        }
        catch (IOException error)
        {
            return new NodeFailure(1, $"the coordinator is gone: {error.Message}");
        }
    }

    /// <summary>Removes what it had on disk.</summary>
    public void Dispose()
    {
        _gone.Cancel();
        _folder.Dispose();
    }

    private NodeFailure? Play(CancellationToken cancellation)
    {
        NodeRun? run = null;
        try
        {
            ScenarioDefinition scenario = TakeScenario(cancellation);
            using RunFolder results = RunFolder.Stage(Path.Combine(_folder.Path, "results"));
            run = new NodeRun(scenario, _name, _catalogue, name => results.PathOf($"programs/{RunFolder.FileNameFor(name)}.log"));
            _channel.Send(NodeProtocol.Ready);
            NodeMessage start = Take(NodeProtocol.Start, cancellation);
            RunRecord record = run.Run(NodeClock.ToTimestamp(long.Parse(start["ns"], CultureInfo.InvariantCulture)), cancellation);
            _channel.Send(NodeProtocol.Finished);

            // Only when all have finished: a connection that one end closes looks broken at the other.
            Take(NodeProtocol.Deliver, cancellation);
            run.Dispose();
            RunFiles.Write(record, results);
            results.Publish();
            Deliver(results.Path);
            return null;
        }
        catch (ScenarioException error)
        {
            return Refuse(2, error.Errors.Count > 0 ? string.Join('\n', error.Errors) : error.Message);
        }
        catch (MachineLacksException error)
        {
            return Refuse(3, error.Message);
        }
        catch (Exception error) when (error is EmulationException or ResultsException or InvalidOperationException or NotSupportedException)
        {
            _channel.Send(NodeProtocol.Failed, ("text", error.Message));
            return new NodeFailure(1, error.Message);
        }
        catch (Exception error) when (error is InvalidDataException or FormatException)
        {
            return Refuse(2, $"the coordinator does not keep to the protocol: {error.Message}");
        }
        finally
        {
            run?.Dispose();
        }
    }

    private NodeFailure Refuse(int code, string text)
    {
        _channel.Send(NodeProtocol.Refused, ("code", code.ToString(CultureInfo.InvariantCulture)), ("text", text));
        return new NodeFailure(code, text);
    }

    // Files come before the scenario that names them, and lie beside it.
    private ScenarioDefinition TakeScenario(CancellationToken cancellation)
    {
        while (true)
        {
            NodeMessage message = Next(cancellation);
            switch (message.Kind)
            {
                case NodeProtocol.File when message["name"] == RunFolder.FileNameFor(message["name"]) && message["name"] is not ("" or "." or ".."):
                    File.WriteAllBytes(Path.Combine(_folder.Path, message["name"]), message.Body);
                    break;
                case NodeProtocol.Scenario:
                    ScenarioReader reader = new(_catalogue.KnownNames, new JudgedMedia());
                    ScenarioReading reading = reader.ReadText(Encoding.UTF8.GetString(message.Body), Path.Combine(_folder.Path, ScenarioName), []);
                    return reading.Scenario ?? throw new ScenarioException(reading.Errors);
                default:
                    throw new InvalidDataException($"found '{message.Kind}', expected the scenario");
            }
        }
    }

    private NodeMessage Take(string kind, CancellationToken cancellation)
    {
        NodeMessage message = Next(cancellation);
        return message.Kind == kind ? message : throw new InvalidDataException($"found '{message.Kind}', expected '{kind}'");
    }

    // What the coordinator said before it went counts.
    private NodeMessage Next(CancellationToken cancellation)
    {
        try
        {
            return _messages.Take(cancellation);
        }
        catch (OperationCanceledException)
        {
            if (_messages.TryTake(out NodeMessage? left))
            {
                return left;
            }

            throw;
        }
    }

    private void Deliver(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            string name = Path.GetRelativePath(folder, file);
            _channel.Send(NodeProtocol.File, new Dictionary<string, string> { ["name"] = name }, File.ReadAllBytes(file));
        }

        _channel.Send(NodeProtocol.Done);
    }

    // On a thread of its own, so that the clock is told without delay and the end of the input is noticed in the middle of a run.
    private void Read()
    {
        try
        {
            while (_channel.Receive() is { } message)
            {
                if (message.Kind == NodeProtocol.Clock)
                {
                    _channel.Send(NodeProtocol.Clock, ("ns", NodeClock.Now.ToString(CultureInfo.InvariantCulture)));
                }
                else
                {
                    _messages.Add(message);
                }
            }
        }
        catch (Exception error) when (error is IOException or InvalidDataException or ObjectDisposedException)
        {
            // Whatever it is that comes in, there is no coordinator any more who could be told.
        }

        _gone.Cancel();
    }

    /// <summary>The coordinator has looked at the media already, and sends them only where they are needed.</summary>
    private sealed class JudgedMedia : IMediaCheck
    {
        public MediaVerdict Check(string path) => new();
    }
}
