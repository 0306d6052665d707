using System.Collections.Generic;

namespace Experiments.Composition.Nodes;

/// <summary>
/// What the coordinator and the nodes of a run on real hosts say to each other over the input and output of <c>simulator node</c>.
/// </summary>
/// <remarks>
/// <para>Each message is a line of JSON, an object of texts with the key <c>kind</c>, and, where it has the key <c>bytes</c>, that many
/// bytes behind it. Before its first message a node writes the line <see cref="Greeting"/>: what stands before that (a shell's welcome)
/// is skipped.</para>
/// <para>The order: the node says <see cref="Hello"/>; the coordinator sends each <see cref="File"/> and the <see cref="Scenario"/>; the
/// node answers <see cref="Ready"/> or <see cref="Refused"/>. <see cref="Clock"/> is answered at any time. After <see cref="Start"/> the
/// node plays its part, says <see cref="Finished"/> or <see cref="Failed"/>, and on <see cref="Deliver"/> sends each <see cref="File"/> of
/// its results and <see cref="Done"/>. The end of its input ends a node at any time.</para>
/// </remarks>
internal static class NodeProtocol
{
    /// <summary>The line before a node's first message; the number is the version of the protocol.</summary>
    public const string Greeting = "simulator-node 1";

    /// <summary>A node is there. Fields: <c>simulator</c>, <c>kernel</c>.</summary>
    public const string Hello = "hello";

    /// <summary>A file: a medium, or a part of the results. Field: <c>name</c>. The body is its content.</summary>
    public const string File = "file";

    /// <summary>What to run. The body is the scenario.</summary>
    public const string Scenario = "scenario";

    /// <summary>The node can play its part.</summary>
    public const string Ready = "ready";

    /// <summary>The node cannot. Fields: <c>code</c>, the exit code for it; <c>text</c>, why, a line for each reason.</summary>
    public const string Refused = "refused";

    /// <summary>Asks for a node's clock, and the answer. Field: <c>ns</c>, nanoseconds of the node's monotonic clock.</summary>
    public const string Clock = "clock";

    /// <summary>Begin. Field: <c>ns</c>, when, on the node's clock.</summary>
    public const string Start = "start";

    /// <summary>The node has played its part.</summary>
    public const string Finished = "finished";

    /// <summary>The node could not play it to the end. Field: <c>text</c>, why.</summary>
    public const string Failed = "failed";

    /// <summary>Send the results.</summary>
    public const string Deliver = "deliver";

    /// <summary>That was all.</summary>
    public const string Done = "done";

    /// <summary>No fields.</summary>
    public static IReadOnlyDictionary<string, string> Nothing { get; } = new Dictionary<string, string>();
}
