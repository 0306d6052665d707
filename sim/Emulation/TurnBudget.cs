using System;
using Protocols.Sockets;

namespace Sim.Emulation;

/// <summary>How much a stream or a listener may still do in this turn of the loop; what is left waits for the next one.</summary>
internal sealed class TurnBudget
{
    private readonly EpollLoop _loop;
    private readonly int _perTurn;
    private readonly Readiness _readiness;
    private readonly Action _resume;
    private long _turn = -1;
    private int _left;
    private bool _isResuming;

    /// <summary>A budget for one thing a descriptor can do.</summary>
    /// <param name="loop">Whose turns count.</param>
    /// <param name="perTurn">The budget of each: bytes, or connections.</param>
    /// <param name="readiness">The level that tells of it: it falls when the budget is used up and rises at the next turn.</param>
    public TurnBudget(EpollLoop loop, int perTurn, Readiness readiness)
    {
        _loop = loop;
        _perTurn = perTurn;
        _readiness = readiness;
        _resume = Resume;
    }

    /// <summary>How much of it may be done now; 0 when they have to wait.</summary>
    public int Limit(int wanted)
    {
        if (_turn != _loop.Turns)
        {
            _turn = _loop.Turns;
            _left = _perTurn;
        }

        if (_left == 0 && !_isResuming)
        {
            _isResuming = true;
            _readiness.Clear();
            _loop.Defer(_resume);
        }

        return Math.Min(wanted, _left);
    }

    /// <summary>Counts what was done.</summary>
    public void Use(int amount) => _left -= amount;

    private void Resume()
    {
        _isResuming = false;
        _readiness.Set();
    }
}
