namespace Experiments.Scenario.Records;

/// <summary>One kernel parameter, such as <c>net.ipv4.tcp_rmem</c>.</summary>
/// <param name="Name">The full name with dots.</param>
/// <param name="Value">The value as text, as <c>sysctl -w</c> takes it.</param>
/// <param name="NameAt">Where the name was written.</param>
/// <param name="ValueAt">Where the value was written.</param>
public sealed record SysctlSetting(string Name, string Value, SourcePosition NameAt, SourcePosition ValueAt);
