namespace Sim.Emulation;

/// <summary>Which packets of an interface are meant.</summary>
public enum BlockedDirection
{
    /// <summary>Those that come in on it.</summary>
    In,

    /// <summary>Those that go out on it.</summary>
    Out,
}
