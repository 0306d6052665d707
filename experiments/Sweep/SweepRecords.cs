using System.Collections.Generic;
using System.Linq;
using Experiments.Scenario.Writing;
using Results.Recording;

namespace Experiments.Sweep;

/// <summary>Turns a plan into the record that the sweep's files are made from.</summary>
internal static class SweepRecords
{
    /// <summary>The record of a sweep of which nothing is done yet.</summary>
    public static SweepRecord Of(SweepPlan plan, SweepRequest request)
    {
        IReadOnlyList<ParameterColumn> columns = ParameterColumn.Of(plan.Sweep);
        return new SweepRecord
        {
            Name = plan.Scenario.Name,
            Description = plan.Scenario.Description,
            Command = request.Command,
            RunCommand = request.RunCommand,
            Parameters = [.. plan.Sweep.Parameters.Select((parameter, index) => new SweptParameter(
                parameter.Path.Name,
                [.. parameter.Values.Select(value => value.Name)],
                columns.FirstOrDefault(column => column.Parameter == index && !column.IsText)?.Name))],
            Views = [.. plan.Sweep.Figures.Select(figure => new SweepView(
                figure.X?.Name, figure.Y.Name, figure.By?.Name, ScenarioJson.KindOf(figure)))],
            ScenarioJson = ScenarioJson.Write(plan.Scenario),
        };
    }
}
