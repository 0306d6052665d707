using System;
using Protocols.Core;

namespace Protocols.Mptcp;

/// <summary>Whether anything is heard on a subflow while data is in flight on it (mptcp_pm_subflow_chk_stale, mptcp_subflow_active).</summary>
internal struct SubflowLiveness
{
    private Instant _lastAckAtCheck;

    /// <summary>When a segment last arrived (rcv_tstamp).</summary>
    public Instant LastAck { get; private set; }

    /// <summary>In how many periods in a row nothing was heard (stale_count); at most 255.</summary>
    public int SilentPeriods { get; private set; }

    /// <summary>Whether the subflow is taken for dead.</summary>
    public bool IsStale { get; private set; }

    /// <summary>A segment arrived.</summary>
    public void OnSegment(Instant now) => LastAck = now;

    /// <summary>Takes the subflow for dead until something is heard.</summary>
    public void MarkStale() => IsStale = true;

    /// <summary>Whether it is not taken for dead, or was heard since.</summary>
    public bool IsAlive()
    {
        if (IsStale && _lastAckAtCheck != LastAck)
        {
            IsStale = false;
        }

        return !IsStale;
    }

    /// <summary>A period with data in flight has ended.</summary>
    /// <returns>Whether nothing was heard in it, nor in the one before.</returns>
    public bool CountPeriod()
    {
        if (SilentPeriods == 0)
        {
            _lastAckAtCheck = LastAck;
            SilentPeriods = 1;
            return false;
        }

        if (_lastAckAtCheck != LastAck)
        {
            SilentPeriods = 0;
            IsStale = false;
            return false;
        }

        SilentPeriods = Math.Min(SilentPeriods + 1, byte.MaxValue);
        return true;
    }
}
