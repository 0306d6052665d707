using System;
using System.Globalization;
using System.Linq;
using Protocols.Mptcp;
using Protocols.Net;

namespace Tests.Scripts;

/// <summary>
/// <c>mpjoin syn backup id 2</c>, <c>mpjoin synack id 1</c>, <c>mpjoin ack</c>: MP_JOIN (RFC 8684, 3.2). Tokens and HMACs are
/// right unless <c>bad</c> is among the words.
/// </summary>
internal sealed class JoinOption : IDialogueOption
{
    public string Name => "mpjoin";

    public void Write(string[] words, ref Packet packet, ref PacketOptions options, in DialogueFlow flow)
    {
        int id = Array.IndexOf(words, "id");
        options.Kinds |= PacketOptionKinds.MpJoin;
        MpJoinOption join = Make(words[1], DialogueKeys.Remote, DialogueKeys.Local, DialogueKeys.RemoteNonce, DialogueKeys.LocalNonce);
        join.Backup = words.Contains("backup");
        join.AddressId = id > 0 ? byte.Parse(words[id + 1], CultureInfo.InvariantCulture) : (byte)0;
        if (words.Contains("bad"))
        {
            join.Token++;
            join.Hmac[0]++;
        }

        options.MpJoin = join;
    }

    public string? Read(in Packet packet, in PacketOptions options, in DialogueFlow flow)
    {
        if (!options.Has(PacketOptionKinds.MpJoin))
        {
            return null;
        }

        MpJoinOption join = options.MpJoin;
        string step = join.Step switch
        {
            MpJoinStep.Syn => "syn",
            MpJoinStep.SynAck => "synack",
            _ => "ack",
        };
        MpJoinOption right = Make(step, DialogueKeys.Local, DialogueKeys.Remote, DialogueKeys.LocalNonce, DialogueKeys.RemoteNonce);
        bool isRight = join.Token == right.Token && join.Nonce == right.Nonce
            && ((ReadOnlySpan<byte>)join.Hmac).SequenceEqual(right.Hmac);
        string id = join.Step == MpJoinStep.Ack ? "" : string.Create(CultureInfo.InvariantCulture, $" id {join.AddressId}");
        return $"{Name} {step}{(join.Backup ? " backup" : "")}{id}{(isRight ? "" : " bad")}";
    }

    private static MpJoinOption Make(string step, ulong sender, ulong receiver, uint senderNonce, uint receiverNonce) => step switch
    {
        "syn" => new MpJoinOption { Step = MpJoinStep.Syn, Token = KeyMaterial.Token(receiver), Nonce = senderNonce },
        "synack" => new MpJoinOption
        {
            Step = MpJoinStep.SynAck,
            Nonce = senderNonce,
            Hmac = KeyMaterial.SynAckHmac(sender, receiver, senderNonce, receiverNonce),
        },
        _ => new MpJoinOption
        {
            Step = MpJoinStep.Ack,
            Hmac = KeyMaterial.AckHmac(sender, receiver, senderNonce, receiverNonce),
        },
    };
}
