using System.Collections.Generic;
using Experiments.Scenario.Records;

namespace Experiments.Scenario.Reading;

/// <summary>Collects what is wrong or odd while a scenario is read, each message once.</summary>
internal sealed class ErrorLog
{
    private readonly List<ScenarioError> _errors = [];
    private readonly List<ScenarioError> _notices = [];
    private readonly HashSet<ScenarioError> _seen = [];

    /// <summary>The errors so far, in the order found.</summary>
    public IReadOnlyList<ScenarioError> Errors => _errors;

    /// <summary>The notices so far, in the order found.</summary>
    public IReadOnlyList<ScenarioError> Notices => _notices;

    /// <summary>How many errors there are.</summary>
    public int Count => _errors.Count;

    /// <summary>Notes an error.</summary>
    public void Add(SourcePosition at, string message)
    {
        ScenarioError error = new(at, message);
        if (_seen.Add(error))
        {
            _errors.Add(error);
        }
    }

    /// <summary>Notes something odd that is not an error.</summary>
    public void Notice(SourcePosition at, string message)
    {
        ScenarioError notice = new(at, message);
        if (_seen.Add(notice))
        {
            _notices.Add(notice);
        }
    }
}
