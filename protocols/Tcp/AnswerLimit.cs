using Protocols.Core;

namespace Protocols.Tcp;

/// <summary>
/// Keeps answers to segments that may themselves be answers rare: at most one in <c>tcp_invalid_ratelimit</c> = 500 ms
/// (RFC 5961, 7; __tcp_oow_rate_limited).
/// </summary>
internal struct AnswerLimit
{
    private static readonly Duration _pause = Duration.FromMilliseconds(500);

    private Instant _last;

    /// <summary>Whether an answer may go out now; if so, it counts as sent.</summary>
    public bool MayAnswer(Instant now)
    {
        bool may = _last == Instant.Zero || now - _last >= _pause;
        _last = may ? now : _last;
        return may;
    }
}
