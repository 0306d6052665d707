using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using Protocols.Core;
using Protocols.Media;

namespace Protocols.Streaming;

/// <summary>The frames that wait to be sent to one viewer, bounded by dropping whole groups of pictures.</summary>
/// <remarks>
/// What is dropped reaches from the front to the next frame at which decoding can start, so a viewer never gets a
/// picture whose reference it lacks, other than those that were on their way. If no such frame waits, all that comes is
/// dropped until one does. Sequence headers and metadata are kept, unless they alone are too much: then the oldest
/// frame goes, whatever it is.
/// </remarks>
/// <param name="capacityBytes">The most payload bytes that wait.</param>
/// <param name="capacity">The longest stretch of media time that waits.</param>
public sealed class ViewerBacklog(long capacityBytes, Duration capacity)
{
    private readonly LinkedList<LiveFrame> _frames = [];
    private bool _hasVideo;
    private bool _waitsForStart;

    /// <summary>Payload bytes that wait.</summary>
    public long Bytes { get; private set; }

    /// <summary>Frames dropped so far.</summary>
    public long DroppedFrames { get; private set; }

    /// <summary>Payload bytes dropped so far.</summary>
    public long DroppedBytes { get; private set; }

    /// <summary>How often frames had to be dropped.</summary>
    public long Drops { get; private set; }

    /// <summary>
    /// The media time between the oldest and the newest frame; sequence headers and metadata carry times that say nothing.
    /// </summary>
    public long WaitingMilliseconds
    {
        get
        {
            LinkedListNode<LiveFrame>? oldest = _frames.First;
            while (oldest is not null && IsKept(oldest.Value))
            {
                oldest = oldest.Next;
            }

            LinkedListNode<LiveFrame>? newest = _frames.Last;
            bool isMeasurable = oldest is not null && newest is not null && !IsKept(newest.Value);
            return isMeasurable ? unchecked((int)(newest!.Value.Frame.TimestampMs - oldest!.Value.Frame.TimestampMs)) : 0;
        }
    }

    /// <summary>Takes a frame, or drops it and others.</summary>
    public void Add(LiveFrame frame)
    {
        _hasVideo |= frame.Frame.Kind == MediaKind.Video;
        if (_waitsForStart && !IsKept(frame) && !IsStart(frame))
        {
            Count(frame);
            return;
        }

        _waitsForStart &= !IsStart(frame);
        _frames.AddLast(frame);
        Bytes += frame.Frame.Payload.Length;
        while (Bytes > capacityBytes || WaitingMilliseconds > capacity.WholeMilliseconds)
        {
            Drops++;
            DropGroup();
        }
    }

    /// <summary>Gives the frame to send next.</summary>
    /// <returns>False when none waits.</returns>
    public bool TryTake([NotNullWhen(true)] out LiveFrame? frame)
    {
        if (_frames.First is not { } first)
        {
            frame = null;
            return false;
        }

        frame = first.Value;
        Remove(first);
        return true;
    }

    /// <summary>Drops all that waits.</summary>
    public void Clear()
    {
        while (_frames.First is { } first)
        {
            Drop(first);
        }
    }

    private static bool IsKept(LiveFrame frame) => frame.Frame.Kind == MediaKind.Script || frame.Header.IsSequenceHeader;

    private bool IsStart(LiveFrame frame) => _hasVideo
        ? frame.Header.IsKeyFrame
        : frame.Frame.Kind == MediaKind.Audio && !frame.Header.IsSequenceHeader;

    private void DropGroup()
    {
        bool hasDropped = false;
        LinkedListNode<LiveFrame>? node = _frames.First;
        while (node is not null && !(hasDropped && IsStart(node.Value)))
        {
            LinkedListNode<LiveFrame>? next = node.Next;
            if (!IsKept(node.Value))
            {
                Drop(node);
                hasDropped = true;
            }

            node = next;
        }

        _waitsForStart = node is null;
        if (!hasDropped)
        {
            Drop(_frames.First!);
        }
    }

    private void Drop(LinkedListNode<LiveFrame> node)
    {
        Count(node.Value);
        Remove(node);
    }

    private void Remove(LinkedListNode<LiveFrame> node)
    {
        Bytes -= node.Value.Frame.Payload.Length;
        _frames.Remove(node);
    }

    private void Count(LiveFrame frame)
    {
        DroppedFrames++;
        DroppedBytes += frame.Frame.Payload.Length;
    }
}
