using Protocols.Core;
using Protocols.Net;

namespace Tests.Scripts;

/// <summary>What a dialogue talks to: this end of a connection, without a network.</summary>
internal interface IDialogueStack
{
    /// <summary>The packets of the dialogue.</summary>
    PacketContext Packets { get; }

    /// <summary>When <see cref="OnDeadline"/> wants to be called.</summary>
    Instant Deadline { get; }

    /// <summary>The subflow with a number, from 1; it exists when the script speaks of it.</summary>
    DialogueFlow FlowOf(int subflow);

    /// <summary>Does what a line says.</summary>
    /// <param name="action">Its first word.</param>
    /// <param name="argument">What follows; empty when nothing does.</param>
    /// <param name="now">The time now.</param>
    /// <returns>False when it knows no such action.</returns>
    bool TryDo(string action, string argument, Instant now);

    /// <summary>A packet arrives.</summary>
    void Deliver(int subflow, in Packet packet, Instant now);

    /// <summary>The deadline has come.</summary>
    void OnDeadline(Instant now);

    /// <summary>Gives the next packet that it sends now.</summary>
    bool TryTransmit(Instant now, out int subflow, out Packet packet);

    /// <summary>The value of something that a line expects: a number, a <see cref="Duration"/> or a word; null when it knows no such name.</summary>
    object? ValueOf(string name, Instant now);
}
