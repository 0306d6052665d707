using System.Collections.Generic;
using System.Linq;
using Experiments.Scenario.Records;

namespace Experiments.Scenario.Reading;

/// <summary>Reads the settings of a transport stack.</summary>
internal sealed class StackBinder(ReadingContext context)
{
    private readonly ValueReader _values = context.Values;

    /// <summary>Reads a value of <c>stack</c>, the scenario's or a host's.</summary>
    public StackDefinition Bind(Field field)
    {
        if (_values.Mapping(field) is not MappingFields fields)
        {
            return new StackDefinition();
        }

        StackDefinition stack = new()
        {
            Kind = _values.Choice(
                fields.Optional("kind"),
                ("model", StackKind.Model),
                ("kernel", StackKind.Kernel),
                ("linux", StackKind.Linux)),
            Links = _values.Choice(fields.Optional("links"), ("real", LinkKind.Real), ("simulated", LinkKind.Simulated)),
            Profile = _values.Known(fields.Optional("profile"), "profile", context.Known.Profiles),
            Transport = Transport(fields.Optional("transport")),
            Congestion = Congestion(fields.Optional("congestion")),
            Scheduler = Scheduler(fields.Optional("scheduler")),
            PathManager = _values.Known(fields.Optional("path-manager"), "path manager", context.Known.PathManagers),
            Sysctl = [.. Sysctls(fields.Optional("sysctl"))],
        };
        fields.Finish();
        return stack;
    }

    /// <summary>Reads <c>mptcp</c> or <c>tcp</c>.</summary>
    public TransportKind? Transport(Field field) =>
        _values.Choice(field, ("mptcp", TransportKind.Mptcp), ("tcp", TransportKind.Tcp));

    /// <summary>Reads the name of a congestion control.</summary>
    public Reference? Congestion(Field field) =>
        _values.Known(field, "congestion control", context.Known.CongestionControls);

    /// <summary>Reads the name of a packet scheduler.</summary>
    public Reference? Scheduler(Field field) => _values.Known(field, "scheduler", context.Known.Schedulers);

    private IEnumerable<SysctlSetting> Sysctls(Field field)
    {
        foreach ((Reference name, Field value) in _values.Named(field))
        {
            if (!context.Known.Sysctls.Contains(name.Name))
            {
                context.Log.Add(
                    name.At,
                    $"{field.Path}: unknown sysctl '{name.Name}'; "
                        + $"{Spelling.Suggest(name.Name, context.Known.Sysctls)}");
            }
            else if (_values.Text(value) is string text)
            {
                yield return new SysctlSetting(name.Name, text, name.At, value.At);
            }
        }
    }
}
