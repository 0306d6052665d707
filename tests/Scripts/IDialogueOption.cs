using Protocols.Net;

namespace Tests.Scripts;

/// <summary>A TCP option as it stands in a dialogue.</summary>
internal interface IDialogueOption
{
    /// <summary>Its first word, such as <c>mss</c>.</summary>
    string Name { get; }

    /// <summary>Writes the option of an arriving packet.</summary>
    /// <param name="words">Its words, the name included.</param>
    /// <param name="packet">The packet, for options that lie in it.</param>
    /// <param name="options">Where all other options lie.</param>
    /// <param name="flow">What the numbers count from.</param>
    void Write(string[] words, ref Packet packet, ref PacketOptions options, in DialogueFlow flow);

    /// <summary>The option of a packet that was sent as a script would say it; null when the packet has none.</summary>
    string? Read(in Packet packet, in PacketOptions options, in DialogueFlow flow);
}
