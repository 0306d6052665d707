using System;
using System.Globalization;
using System.Linq;
using Protocols.Mptcp;
using Protocols.Net;

namespace Tests.Scripts;

/// <summary>
/// <c>addaddr 2 198.51.100.1 port 81 echo</c>: ADD_ADDR (RFC 8684, 3.4.1). Its HMAC is right unless <c>bad</c> is among the
/// words.
/// </summary>
internal sealed class AddAddressDialogueOption : IDialogueOption
{
    public string Name => "addaddr";

    public void Write(string[] words, ref Packet packet, ref PacketOptions options, in DialogueFlow flow)
    {
        int port = Array.IndexOf(words, "port");
        AddAddressOption option = new()
        {
            AddressId = byte.Parse(words[1], CultureInfo.InvariantCulture),
            Address = IpAddress.Parse(words[2]),
            Port = port > 0 ? ushort.Parse(words[port + 1], CultureInfo.InvariantCulture) : (ushort)0,
            Echo = words.Contains("echo"),
        };
        option.Hmac = HmacOf(in option, DialogueKeys.Remote, DialogueKeys.Local) + (words.Contains("bad") ? 1UL : 0);
        options.Kinds |= PacketOptionKinds.AddAddress;
        options.AddAddress = option;
    }

    public string? Read(in Packet packet, in PacketOptions options, in DialogueFlow flow)
    {
        if (!options.Has(PacketOptionKinds.AddAddress))
        {
            return null;
        }

        AddAddressOption option = options.AddAddress;
        bool isRight = option.Echo || option.Hmac == HmacOf(in option, DialogueKeys.Local, DialogueKeys.Remote);
        string text = string.Create(CultureInfo.InvariantCulture, $"{Name} {option.AddressId} {option.Address}");
        text += option.Port == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" port {option.Port}");
        return text + (option.Echo ? " echo" : "") + (isRight ? "" : " bad");
    }

    private static ulong HmacOf(in AddAddressOption option, ulong sender, ulong receiver) => option.Echo
        ? 0
        : KeyMaterial.AddAddressHmac(sender, receiver, option.AddressId, option.Address, option.Port);
}
