#:project ../Experiments.csproj
#:property PublishAot=false
#:property TieredCompilationQuickJit=false

// A congestion control of one's own beside the built-in ones: dotnet run -c Release experiments/scripts/own-congestion-control.cs
using System;
using Experiments.Cli;
using Protocols.Congestion;
using Protocols.Core;

return SimulatorApp.Run(
    ["sweep", "sweeps/congestion-asymmetry", "--set", "stack.congestion=[reno, lia, scalable]", "--out", "results/sweeps/own-congestion-control", .. args],
    add => add.CongestionControl("scalable", () => new Scalable()));

/// <summary>Scalable TCP (Kelly, 2003): one packet more for every hundred acknowledged, an eighth less for a loss.</summary>
internal sealed class Scalable : ICongestionControl
{
    public string Name => "scalable";

    public void OnAcknowledged(CongestionWindow window, in AckSample sample)
    {
    }

    public void Increase(CongestionWindow window, in AckSample sample) =>
        window.Increase(Math.Min(window.Packets, 100), window.GrowInSlowStart(in sample));

    public int ThresholdAfterLoss(CongestionWindow window) => Math.Max(window.Packets * 7 / 8, 2);

    public void OnTimeout(CongestionWindow window)
    {
    }

    public void OnTransmitStart(Instant now, Instant lastSent)
    {
    }
}
