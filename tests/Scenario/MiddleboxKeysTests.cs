using System.Linq;
using Experiments.Scenario.Records;
using Experiments.Scenario.Writing;
using NUnit.Framework;
using Protocols.Core;

namespace Tests.Scenario;

/// <summary>Middleboxes, as they are written in scenarios.</summary>
public class MiddleboxKeysTests
{
    [Test]
    public void All_keys_are_read_and_survive_being_written_down()
    {
        ScenarioDefinition scenario = ScenarioCase.ReadValid(Text(
            "{ name: a, kind: strip-mptcp, on: isp1, packets: syn-ack, direction: down }",
            "{ name: b, kind: split, on: push.nic1, size: 700 B, direction: up }",
            "{ name: c, kind: coalesce, on: isp1-isp2, size: 9000 B, wait: 2 ms }",
            "{ name: d, kind: corrupt, on: push.nic1, share: 5 % }",
            "{ name: e, kind: nat44, on: push.nic2, address: 203.0.113.1, idle-timeout: 2 min }").Replace(
                "duration: 100 s", "duration: 100 s\nip: 4", System.StringComparison.Ordinal));
        MiddleboxDefinition[] boxes = [.. scenario.Middleboxes];

        Assert.That(boxes.Select(box => box.On.Kind), Is.EqualTo(new[]
        {
            TargetKind.Isp, TargetKind.Nic, TargetKind.Link, TargetKind.Nic, TargetKind.Nic,
        }));
        Assert.That((boxes[0].Packets, boxes[0].Direction), Is.EqualTo((PacketSelection.SynAck, MiddleboxDirection.Down)));
        Assert.That((boxes[1].Size, boxes[1].Direction), Is.EqualTo((new ByteSize(700), MiddleboxDirection.Up)));
        Assert.That((boxes[2].Size, boxes[2].Wait), Is.EqualTo((new ByteSize(9_000), Duration.FromMilliseconds(2))));
        Assert.That(boxes[3].Share, Is.EqualTo(0.05));
        Assert.That((boxes[4].Address!.Value.Address.ToString(), boxes[4].IdleTimeout), Is.EqualTo(("203.0.113.1", Duration.FromSeconds(120))));

        string written = ScenarioJson.Write(scenario);
        Assert.That(ScenarioJson.Write(ScenarioCase.ReadValid(written)), Is.EqualTo(written));
    }

    [TestCase("{ name: a, kind: ¦splitt, on: isp1 }",
        "middleboxes[0].kind: unknown middlebox 'splitt'; did you mean 'split'? (allowed: coalesce, corrupt, drop-mptcp-syn, nat44, "
        + "rewrite-sequence, split, strip-mptcp)")]
    [TestCase("{ name: a, kind: split, on: ¦isp3 }", "middleboxes[0].on: unknown ISP, link or NIC 'isp3'; did you mean 'isp1'? (allowed: ")]
    [TestCase("{ name: a, kind: split, on: isp1, ¦share: 5 % }", "unknown key 'share' in middleboxes[0]; allowed: direction, kind, name, on, size")]
    [TestCase("{ name: a, kind: rewrite-sequence, on: isp1, ¦direction: up }", "unknown key 'direction' in middleboxes[0]; allowed: kind, name, on")]
    [TestCase("{ name: a, kind: strip-mptcp, on: isp1, packets: ¦sin }", "middleboxes[0].packets: unknown value 'sin'; did you mean 'syn'?")]
    [TestCase("{ name: a, kind: split, on: isp1, size: ¦0 B }", "middleboxes[0].size: '0 B' is out of range; a size here is 1 B to ")]
    [TestCase("{ name: a, kind: nat44, on: ¦isp1 }", "middleboxes[0].on: a nat44 stands on the link of a NIC; name one, such as host.nic1")]
    [TestCase("{ name: a, kind: nat44, on: ¦push.nic1 }",
        "middleboxes[0].on: a nat44 translates IPv4, which this scenario has not; write ip: 4 or ip: dual")]
    [TestCase("{ name: a, kind: nat44, on: push.nic1, address: ¦fd00::1 }",
        "middleboxes[0].address: 'fd00::1' is not an IPv4 address; write one such as 203.0.113.1")]
    [TestCase("¦{ kind: split, on: isp1 }", "middleboxes[0] has no 'name'")]
    public void A_mistake_is_reported_where_it_was_made(string box, string message)
    {
        string text = Text(box);

        Assert.That(
            ScenarioCase.Read(text).Errors.Select(error => error.ToString()),
            Has.Some.StartsWith($"{ScenarioCase.PositionOfMark(text)}: {message}"));
    }

    [Test]
    public void A_name_is_used_once() => Assert.That(
        ScenarioCase.Read(Text("{ name: a, kind: split, on: isp1 }", "{ name: a, kind: split, on: isp2 }")).Errors.Select(error => error.Message),
        Has.Some.StartsWith("duplicate name 'a': a middlebox here, already a middlebox in line"));

    private static string Text(params string[] boxes) =>
        ScenarioCase.Valid + "middleboxes:\n" + string.Concat(boxes.Select(box => $"  - {box}\n"));
}
