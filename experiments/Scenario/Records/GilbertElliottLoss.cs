namespace Experiments.Scenario.Records;

/// <summary>Losses that come in bursts: the model of Gilbert and Elliott, with netem's names. Probabilities are 0 to 1, for each packet.</summary>
/// <param name="P">p: the probability of going from the good state to the bad one.</param>
/// <param name="R">r: the probability of going back.</param>
/// <param name="LossInBad">1-h: the share of packets lost in the bad state.</param>
/// <param name="LossInGood">1-k: the share of packets lost in the good state.</param>
public sealed record GilbertElliottLoss(double P, double R, double LossInBad, double LossInGood);
