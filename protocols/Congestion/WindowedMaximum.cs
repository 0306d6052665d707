namespace Protocols.Congestion;

/// <summary>The largest of recent samples, with constant memory (lib/win_minmax.c, minmax_running_max).</summary>
internal struct WindowedMaximum
{
    private Sample _first;
    private Sample _second;
    private Sample _third;

    private readonly record struct Sample(long Time, long Value);

    /// <summary>The largest value of the window.</summary>
    public readonly long Value => _first.Value;

    /// <summary>Takes a sample.</summary>
    /// <param name="window">How long a sample counts.</param>
    /// <param name="time">When it was taken, in the same unit; never less than before.</param>
    /// <param name="value">The value.</param>
    public void Add(long window, long time, long value)
    {
        Sample sample = new(time, value);
        if (value >= _first.Value || time - _third.Time > window)
        {
            _first = _second = _third = sample;
            return;
        }

        if (value >= _second.Value)
        {
            _second = _third = sample;
        }
        else if (value >= _third.Value)
        {
            _third = sample;
        }

        Age(window, sample);
    }

    // The best values of the last quarters of the window are kept at hand for when the best of all expires.
    private void Age(long window, Sample sample)
    {
        long age = sample.Time - _first.Time;
        if (age > window)
        {
            _first = _second;
            _second = _third;
            _third = sample;
            if (sample.Time - _first.Time > window)
            {
                _first = _second;
                _second = _third;
                _third = sample;
            }
        }
        else if (_second.Time == _first.Time && age > window / 4)
        {
            _second = _third = sample;
        }
        else if (_third.Time == _second.Time && age > window / 2)
        {
            _third = sample;
        }
    }
}
