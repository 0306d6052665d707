using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Net;

namespace Tests.Scripts;

/// <summary>Lets a stack go through a dialogue, in virtual time.</summary>
internal sealed class DialogueRunner(DialogueScript script, IDialogueStack stack)
{
    // A stack whose deadline never moves on would keep a script for ever.
    private const int MostDeadlinesBetweenLines = 100_000;
    private static readonly Duration _longestSilence = Duration.FromSeconds(3600);

    private readonly Queue<Sent> _sent = new();
    private Instant _now;
    private Instant _previous;

    /// <summary>Runs all lines; nothing that they do not expect may have been sent.</summary>
    /// <exception cref="DialogueException">It went otherwise.</exception>
    public void Run()
    {
        foreach (DialogueLine line in script.Lines)
        {
            if (line.IsDeparture)
            {
                ExpectPacket(line);
                continue;
            }

            Instant time = line.Time.IsAny ? _now : line.Time.After(_previous);
            Advance(time, line);
            _previous = time;
            if (line.IsExpectation)
            {
                DialogueExpectation.Check(line, stack, _now);
                continue;
            }

            ExpectNothing(line);
            Do(line);
            Collect();
        }

        ExpectNothing(script.Lines[^1]);
    }

    private void Do(DialogueLine line)
    {
        if (line.IsArrival)
        {
            DialoguePacket arriving = DialoguePacket.Parse(line);
            Packet packet = arriving.ToPacket(stack, line);
            stack.Deliver(arriving.Subflow, in packet, _now);
            stack.Packets.Options.Return(packet.Options);
            return;
        }

        string[] words = line.Text.Split(' ', 2);
        if (!stack.TryDo(words[0], words.Length > 1 ? words[1].Trim() : string.Empty, _now))
        {
            throw line.Fail($"unknown action '{words[0]}', or one that cannot be done now");
        }
    }

    private void ExpectPacket(DialogueLine line)
    {
        DialoguePacket expected = DialoguePacket.Parse(line);
        Instant time = line.Time.IsAny ? _now + _longestSilence : line.Time.After(_previous);
        if (_sent.Count == 0)
        {
            Advance(time, line, untilSent: true);
        }

        if (!_sent.TryDequeue(out Sent sent))
        {
            throw line.Fail($"nothing was sent by {time}");
        }

        if (expected.DifferenceTo(in sent.Packet, sent.Subflow, stack) is { } difference)
        {
            throw line.Fail($"{difference} at {sent.At}");
        }

        bool isOnTime = line.Time.IsAny || sent.At.SinceStart.WholeMicroseconds == time.SinceStart.WholeMicroseconds;
        if (!isOnTime)
        {
            throw line.Fail($"expected at {time}, sent at {sent.At}");
        }

        stack.Packets.Options.Return(sent.Packet.Options);
        _previous = sent.At;
    }

    private void ExpectNothing(DialogueLine line)
    {
        if (_sent.Count > 0)
        {
            IEnumerable<string> packets = _sent.Select(
                sent => $"{sent.At}: {DialoguePacket.From(in sent.Packet, sent.Subflow, stack)}");
            throw line.Fail("sent, and no line expects it:\n    " + string.Join("\n    ", packets));
        }
    }

    private void Advance(Instant time, DialogueLine line, bool untilSent = false)
    {
        if (time < _now)
        {
            throw line.Fail($"{time} lies in the past: it is {_now}");
        }

        for (int i = 0; stack.Deadline <= time; i++)
        {
            Assert.That(i, Is.LessThan(MostDeadlinesBetweenLines), "deadlines between two lines");
            _now = Instant.Max(_now, stack.Deadline);
            stack.OnDeadline(_now);
            Collect();
            if (untilSent && _sent.Count > 0)
            {
                return;
            }
        }

        _now = time;
    }

    private void Collect()
    {
        while (stack.TryTransmit(_now, out int subflow, out Packet packet))
        {
            _sent.Enqueue(new Sent(subflow, packet, _now));
        }
    }

    private readonly struct Sent(int subflow, Packet packet, Instant at)
    {
        public readonly int Subflow = subflow;
        public readonly Packet Packet = packet;
        public readonly Instant At = at;
    }
}
