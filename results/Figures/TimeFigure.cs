using System.Collections.Generic;
using System.Linq;
using Results.Recording;

namespace Results.Figures;

/// <summary>What a figure over the time of a run shows: data only, drawn by <see cref="TimeFigureRenderer"/>.</summary>
public sealed class TimeFigure
{
    /// <summary>The name of its files, without extension: <c>nic-rates</c>.</summary>
    public required string FileName { get; init; }

    /// <summary>What it shows, in one line, for readers who cannot see it.</summary>
    public required string Description { get; init; }

    /// <summary>Where the axis of time ends; it begins at 0. Positive.</summary>
    public required double EndSeconds { get; init; }

    /// <summary>The run's phases, shaded and named.</summary>
    public required IReadOnlyList<FigureSpan> Phases { get; init; }

    /// <summary>The timeline's instants.</summary>
    public required IReadOnlyList<FigureMark> Events { get; init; }

    /// <summary>The panels from top to bottom; at least one.</summary>
    public required IReadOnlyList<FigurePanel> Panels { get; init; }

    internal static IReadOnlyList<FigureSpan> PhasesOf(RunRecord run) =>
        [.. run.Phases.Select(phase => new FigureSpan(phase.From.Seconds, phase.To.Seconds, phase.Name))];

    internal static IReadOnlyList<FigureMark> EventsOf(RunRecord run) =>
        [.. run.Events.Select(entry => new FigureMark(entry.At.Seconds, entry.Text))];
}
