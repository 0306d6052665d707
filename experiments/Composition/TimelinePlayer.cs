using System;
using System.Collections.Generic;
using System.Linq;
using Experiments.Scenario.Records;
using Protocols.Core;
using Sim.Kernel;
using Sim.Network;

namespace Experiments.Composition;

/// <summary>Does to a network what the scenario's timeline says, when it says.</summary>
internal sealed class TimelinePlayer(Topology topology, ITimelineStage stage)
{
    /// <summary>Schedules the whole timeline in virtual time.</summary>
    public void Schedule(IReadOnlyList<TimelineEntry> timeline, Simulation simulation)
    {
        foreach (TimelineEntry entry in timeline)
        {
            _ = new Moment(simulation, Instant.Zero + entry.At, () => Play(entry));
        }
    }

    /// <summary>What an action acts on.</summary>
    public static IEnumerable<TimelineTarget> TargetsOf(TimelineAction action) => action switch
    {
        TimelineAction.Block block => block.Targets,
        TimelineAction.Unblock unblock => unblock.Targets,
        TimelineAction.Down down => down.Targets,
        TimelineAction.Up up => up.Targets,
        TimelineAction.Set set => [set.Target],
        TimelineAction.RemoveEndpoint remove => remove.Targets,
        TimelineAction.AddEndpoint add => add.Targets,
        _ => [],
    };

    /// <summary>The phases of a run: the stretches between the timeline's instants, each named after what is wrong in it.</summary>
    public static IReadOnlyList<Results.Recording.RunPhase> PhasesOf(ScenarioDefinition scenario)
    {
        List<Results.Recording.RunPhase> phases = [];
        SortedSet<string> troubles = new(StringComparer.Ordinal);
        Duration from = Duration.Zero;
        foreach (IGrouping<Duration, TimelineEntry> moment in scenario.Timeline.GroupBy(entry => entry.At))
        {
            if (moment.Key > from && moment.Key < scenario.Duration)
            {
                phases.Add(Phase(from, moment.Key, troubles));
                from = moment.Key;
            }

            foreach (TimelineAction action in moment.SelectMany(entry => entry.Actions))
            {
                Note(action, troubles);
            }
        }

        phases.Add(Phase(from, scenario.Duration, troubles));
        return phases;
    }

    private static Results.Recording.RunPhase Phase(Duration from, Duration to, SortedSet<string> troubles) => new(
        Instant.Zero + from, Instant.Zero + to, troubles.Count == 0 ? "all up" : string.Join(", ", troubles));

    private static void Note(TimelineAction action, SortedSet<string> troubles)
    {
        foreach (string name in TargetsOf(action).Select(target => target.Name.Name))
        {
            switch (action)
            {
                case TimelineAction.Block:
                    troubles.Add($"{name} blocked");
                    break;
                case TimelineAction.Unblock:
                    troubles.Remove($"{name} blocked");
                    break;
                case TimelineAction.Down:
                    troubles.Add($"{name} down");
                    break;
                case TimelineAction.Up:
                    troubles.Remove($"{name} down");
                    break;
                case TimelineAction.Set:
                    troubles.Add($"{name} changed");
                    break;
                case TimelineAction.RemoveEndpoint:
                    troubles.Add($"{name} without endpoint");
                    break;
                case TimelineAction.AddEndpoint:
                    troubles.Remove($"{name} without endpoint");
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>Does what one entry says, now.</summary>
    public void Play(TimelineEntry entry)
    {
        foreach (TimelineAction action in entry.Actions)
        {
            foreach (TimelineTarget target in TargetsOf(action))
            {
                Play(action, topology.FindTarget(target.Name.Name)!);
            }
        }
    }

    private void Play(TimelineAction action, ITimelineTarget target)
    {
        switch (action)
        {
            case TimelineAction.Block block:
                stage.Block(target, (Sim.Network.BlockPoint)block.Where);
                break;
            case TimelineAction.Unblock:
                stage.Unblock(target);
                break;
            case TimelineAction.Down:
                stage.SetDown((Nic)target);
                break;
            case TimelineAction.Up:
                stage.SetUp((Nic)target);
                break;
            case TimelineAction.Set set:
                stage.Change(target, LinkComposer.Change(set.Settings));
                break;
            case TimelineAction.RemoveEndpoint:
                stage.RemoveEndpoints((Nic)target);
                break;
            case TimelineAction.AddEndpoint:
                stage.AddEndpoints((Nic)target);
                break;
            default:
                throw new InvalidOperationException($"nobody checked for '{action}'");
        }
    }

    /// <summary>One instant of the timeline.</summary>
    private sealed class Moment : EventTarget
    {
        private readonly Action _play;

        public Moment(Simulation simulation, Instant at, Action play)
            : base(simulation)
        {
            _play = play;
            simulation.Schedule(at, this);
        }

        public override void OnEvent() => _play();
    }
}
