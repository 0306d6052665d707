using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;

namespace Tests.Scripts;

/// <summary>
/// A packet dialogue in packetdrill's notation: what arrives, what this end does, and everything that it must send.
/// </summary>
/// <remarks>
/// <para>
/// A line is <c>TIME WHAT</c>; <c>//</c> and <c>#</c> begin comments. TIME is in seconds: <c>0.1</c> from the start,
/// <c>+0.1</c> from the line before, <c>*</c> at any time. Times are virtual and compared to the microsecond. Timers that
/// are due at the time of a line have run before it.
/// </para>
/// <para>
/// <c>&lt; S 0:0(0) win 65535 &lt;mss 1460,sackOK&gt;</c>: a packet arrives. <c>&gt; P. 1:101(100) ack 1</c>: this end
/// sends one. Sequence numbers count from the sender's initial one, acknowledgment numbers and SACK blocks from the
/// other's; the real numbers wrap in the course of every script. Flags are those of packetdrill: S F R P and <c>.</c>
/// for ACK, E for ECE, W for CWR; <c>[ect0]</c>, <c>[ect1]</c>, <c>[ce]</c> before them is the ECN field, <c>[noecn]</c>
/// its absence. <c>win</c> is as on the wire, not scaled. <c>&lt;2</c> or <c>&gt;2</c> names a subflow; none is subflow 1.
/// </para>
/// <para>
/// Of a packet that is sent, flags, sequence numbers and acknowledgment are compared; <c>win</c> and the ECN field when
/// given; options always: <c>&lt;...&gt;</c> allows any, no brackets allow timestamps only, a word <c>*</c> any word.
/// Packets that no line expects fail the script.
/// </para>
/// <para>
/// Everything else is for the <see cref="IDialogueStack"/>: <c>set key=value</c> (a sysctl, or a name of the stack) before
/// all, then <c>open</c>, <c>listen</c>, <c>write N</c>, <c>read N</c>, <c>close</c>, <c>shutdown</c>, <c>abort</c> and what
/// else it knows; <c>expect NAME OPERATOR VALUE</c> looks at it. <c>stack NAME</c> as the first line chooses another one
/// than plain TCP.
/// </para>
/// </remarks>
internal sealed class DialogueScript
{
    private DialogueScript(string stack, IReadOnlyList<DialogueLine> lines)
    {
        Stack = stack;
        Lines = lines;
    }

    /// <summary>The names of all scripts.</summary>
    public static IEnumerable<string> Names =>
        Directory.GetFiles(Folder(), "*.pkt").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    /// <summary>The stack that it is about.</summary>
    public string Stack { get; }

    /// <summary>What happens, in order.</summary>
    public IReadOnlyList<DialogueLine> Lines { get; }

    /// <summary>Reads the script with this name.</summary>
    public static DialogueScript Read(string name)
    {
        string file = Path.Combine(Folder(), name + ".pkt");
        return Parse(file, File.ReadAllLines(file));
    }

    /// <summary>Reads a script.</summary>
    public static DialogueScript Parse(string file, IReadOnlyList<string> text)
    {
        string stack = "tcp";
        List<DialogueLine> lines = [];
        for (int i = 0; i < text.Count; i++)
        {
            string line = WithoutComment(text[i]);
            if (line.StartsWith("stack ", StringComparison.Ordinal) && lines.Count == 0)
            {
                stack = line["stack ".Length..].Trim();
            }
            else if (line.Length > 0)
            {
                lines.Add(ParseLine(file, i + 1, line));
            }
        }

        return new DialogueScript(stack, lines);
    }

    private static string WithoutComment(string line)
    {
        int slashes = line.IndexOf("//", StringComparison.Ordinal);
        int hash = line.IndexOf('#');
        int end = Math.Min(slashes < 0 ? line.Length : slashes, hash < 0 ? line.Length : hash);
        return line[..end].Trim();
    }

    private static DialogueLine ParseLine(string file, int number, string line)
    {
        int space = line.IndexOf(' ');
        string time = space < 0 ? line : line[..space];
        DialogueLine parsed = new(file, number, default, space < 0 ? string.Empty : line[space..].Trim());
        return DialogueTime.TryParse(time, out DialogueTime when) && space > 0
            ? parsed with { Time = when }
            : throw parsed.Fail($"'{time}' is not a time such as 0.100, +0.1 or * before what happens");
    }

    private static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
