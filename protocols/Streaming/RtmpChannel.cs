using System;
using System.Threading.Tasks;
using Protocols.Core;
using Protocols.Rtmp;
using Protocols.Sockets;

namespace Protocols.Streaming;

/// <summary>Carries bytes between an RTMP session and a byte stream, for one application.</summary>
/// <remarks>
/// One loop writes, cutting the output by the <see cref="WritePattern"/>; the application's own loop waits with
/// <see cref="ReadableAsync"/> and reads with <see cref="Read"/>, two calls because an async method would cost an object for
/// every wait. A peer that asks without reading the answers is not read from until they are gone, so the output
/// stays small.
/// </remarks>
internal sealed class RtmpChannel
{
    private const int ReadBytes = 16 << 10;
    private const int MaxUnwrittenBytesForReading = 256 << 10;

    private readonly IByteStream _stream;
    private readonly RtmpSession _session;
    private readonly WritePattern _pattern;
    private readonly IClock _clock;
    private readonly Readiness _hasOutput;
    private readonly Readiness _drained;
    private readonly Readiness _mayRead;
    private readonly Readiness _over;
    private readonly byte[] _buffer = new byte[ReadBytes];
    private bool _isClosing;

    /// <summary>Takes over an open stream and starts writing.</summary>
    public RtmpChannel(IHost host, IByteStream stream, RtmpSession session, WritePattern pattern)
    {
        _stream = stream;
        _session = session;
        _pattern = pattern;
        _clock = host.Clock;
        LastReadAt = _clock.Now;
        _hasOutput = new Readiness(host.Dispatcher);
        _drained = new Readiness(host.Dispatcher);
        _mayRead = new Readiness(host.Dispatcher);
        _over = new Readiness(host.Dispatcher);
        host.Spawn(WriteAsync());
    }

    /// <summary>When bytes arrived last; the start before any did.</summary>
    public Instant LastReadAt { get; private set; }

    /// <summary>Since when the stream has taken nothing although something waits; <see cref="Instant.Never"/> when it does.</summary>
    public Instant StuckSince { get; private set; } = Instant.Never;

    /// <summary>Whether nothing can be sent or received any more.</summary>
    public bool IsOver { get; private set; }

    /// <summary>
    /// Waits until all output is in the stream's hands, or the channel is over. At most one loop may wait.
    /// </summary>
    public ReadinessAwaitable DrainedAsync() => _drained.WaitAsync();

    /// <summary>Waits until the channel is over. At most one loop may wait.</summary>
    public ReadinessAwaitable OverAsync() => _over.WaitAsync();

    /// <summary>To be called after the session has been given something to send.</summary>
    public void Flush()
    {
        if (_session.Output.Length > 0 && !IsOver)
        {
            _drained.Clear();
            _hasOutput.Set();
        }
    }

    /// <summary>Waits until <see cref="Read"/> may have something to do. At most one loop may wait.</summary>
    public ReadinessAwaitable ReadableAsync()
    {
        if (IsOver)
        {
            return _over.WaitAsync();
        }

        if (_session.Output.Length <= MaxUnwrittenBytesForReading)
        {
            return _stream.ReadableAsync();
        }

        _mayRead.Clear();
        return _mayRead.WaitAsync();
    }

    /// <summary>Reads what is there, if anything, and feeds the session.</summary>
    /// <returns>False when the stream or the session is over.</returns>
    public bool Read()
    {
        if (IsOver || _session.Output.Length > MaxUnwrittenBytesForReading)
        {
            return !IsOver;
        }

        int count = _stream.Read(_buffer);
        if (count == 0)
        {
            return !_stream.EndOfStream;
        }

        LastReadAt = _clock.Now;
        _session.Feed(_buffer.AsSpan(0, count), _clock.Now);
        Flush();
        return _session.Error == RtmpError.None;
    }

    /// <summary>Closes the stream as soon as all output is written.</summary>
    public void Close()
    {
        _isClosing = true;
        _hasOutput.Set();
    }

    /// <summary>Closes the stream now; what has not been written is dropped.</summary>
    public void Abort()
    {
        if (!IsOver)
        {
            Finish();
            _stream.Abort();
        }
    }

    private async Task WriteAsync()
    {
        while (!IsOver)
        {
            RtmpOutput output = _session.Output;
            if (output.Length == 0)
            {
                _drained.Set();
                if (_isClosing)
                {
                    break;
                }

                _hasOutput.Clear();
                await _hasOutput.WaitAsync();
                continue;
            }

            int length = _pattern.NextWrite(output.Segments);
            int written = _stream.Write(output.Pending[..length]);
            output.Consume(written);
            StuckSince = written == length ? Instant.Never
                : written > 0 ? _clock.Now
                : Instant.Min(StuckSince, _clock.Now);
            if (output.Length <= MaxUnwrittenBytesForReading)
            {
                _mayRead.Set();
            }

            if (written == 0 && _stream.State is StreamState.Closed or StreamState.Failed)
            {
                break;
            }

            if (written < length)
            {
                await _stream.WritableAsync();
            }
        }

        if (!IsOver)
        {
            Finish();
            _stream.Close();
        }
    }

    private void Finish()
    {
        IsOver = true;
        _over.Set();
        _drained.Set();
        _mayRead.Set();
        _hasOutput.Set();
    }
}
