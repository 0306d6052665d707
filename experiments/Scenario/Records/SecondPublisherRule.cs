namespace Experiments.Scenario.Records;

/// <summary>What an RTMP server does when somebody wants to publish a stream that is being published.</summary>
public enum SecondPublisherRule
{
    /// <summary>It says no.</summary>
    Refuse,

    /// <summary>It takes the stream from the first publisher.</summary>
    Replace,
}
