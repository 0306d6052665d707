namespace Experiments.Scenario.Records;

/// <summary>At which point a block loses packets (<c>where: wire | sender | receiver</c>).</summary>
public enum BlockPoint
{
    /// <summary>On the wire: the sending interface counts them as sent.</summary>
    Wire,

    /// <summary>In the sending host, before its interface: they are counted nowhere.</summary>
    Sender,

    /// <summary>In the receiving host, behind its interface: both interfaces count them.</summary>
    Receiver,
}
