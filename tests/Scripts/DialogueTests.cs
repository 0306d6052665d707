using System;
using System.Collections.Generic;
using NUnit.Framework;

namespace Tests.Scripts;

/// <summary>Every script of this folder is a test with its name; <see cref="DialogueScript"/> explains the notation.</summary>
public class DialogueTests
{
    private static readonly Dictionary<string, Func<IDialogueStack>> _stacks = new()
    {
        ["tcp"] = () => new TcpDialogueStack(),
        ["mptcp"] = () => new MptcpDialogueStack(),
    };

    private static IEnumerable<string> Scripts => DialogueScript.Names;

    [TestCaseSource(nameof(Scripts))]
    public void Dialogue(string name) => Run(DialogueScript.Read(name));

    [TestCase("+0 > S 0:0(0) win 1000 <...>", "test.pkt:3: > S 0:0(0) win 1000 <...>\n  expected: S 0:0(0) win 1000 <...>\n  sent:")]
    [TestCase("+1 < S. 0:0(0) ack 1 win 1000", "test.pkt:3: < S. 0:0(0) ack 1 win 1000\n  sent, and no line expects it")]
    [TestCase("+0.1 > S 0:0(0) <...>", "expected at 100 ms, sent at 0 s")]
    [TestCase("+0 > S 0:0(0)", "expected: S 0:0(0)\n")]
    [TestCase("+0 > S 0:1(0)", "0 and 0 bytes do not end at 1")]
    [TestCase("+0 expect cwnd == 11", "it is 10 at 0 s")]
    [TestCase("+0 expect color == 11", "unknown name 'color'")]
    [TestCase("+0 expect state >= established", "cannot be compared")]
    [TestCase("x", "'x' is not a time")]
    public void A_script_that_goes_wrong_says_where_and_how(string line, string complaint)
    {
        string[] text = ["// An example.", "0 open", line];

        Assert.That(
            () => Run(DialogueScript.Parse("test.pkt", text)),
            Throws.TypeOf<DialogueException>().With.Message.Contains(complaint));
    }

    private static void Run(DialogueScript script) => new DialogueRunner(script, _stacks[script.Stack]()).Run();
}
