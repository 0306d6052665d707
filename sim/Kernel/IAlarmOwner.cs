namespace Sim.Kernel;

/// <summary>Whoever the events of an <see cref="Alarm"/> are for.</summary>
public interface IAlarmOwner
{
    /// <summary>An event has come, expected or not: the owner's <see cref="PendingEvents"/> know.</summary>
    void OnAlarm();
}
