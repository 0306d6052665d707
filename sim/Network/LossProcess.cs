using Protocols.Core;

namespace Sim.Network;

/// <summary>Decides packet by packet who gets lost.</summary>
/// <param name="random">Its random numbers.</param>
internal struct LossProcess(RandomStream random)
{
    private LossModel _model;
    private bool _isBad;

    /// <summary>The model; a new one starts in its good state.</summary>
    public LossModel Model
    {
        readonly get => _model;
        set
        {
            _model = value;
            _isBad = false;
        }
    }

    /// <summary>Whether nothing ever gets lost.</summary>
    public readonly bool IsLossless => _model.LossInGood == 0 && (_model.EnterBad == 0 || _model.LossInBad == 0);

    /// <summary>Decides about the next packet.</summary>
    public bool Loses()
    {
        double loss = _isBad ? _model.LossInBad : _model.LossInGood;
        double change = _isBad ? _model.LeaveBad : _model.EnterBad;
        if (change > 0 && random.NextDouble() < change)
        {
            _isBad = !_isBad;
        }

        return loss > 0 && random.NextDouble() < loss;
    }
}
