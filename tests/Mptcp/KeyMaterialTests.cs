using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using System.Text.Json;
using NUnit.Framework;
using Protocols.Mptcp;
using Protocols.Net;
using Tests.Wire;

namespace Tests.Mptcp;

public class KeyMaterialTests
{
    // Keys of a real exchange (Linux 6.18), and small ones; all recomputed with Python's hashlib.
    [TestCase(0x42fa620b85630e7dUL, 0x38b835a2u, 0xdf990bdbfb159310UL)]
    [TestCase(0xaef257486af307dfUL, null, 0x2c5a8dd15ffb961dUL)]
    [TestCase(0x0001020304050607UL, 0x8a851ff8u, 0xe3db22c6785a0d45UL)]
    [TestCase(0x08090a0b0c0d0e0fUL, 0x34179de5u, 0x9ac0c6c29ef61a05UL)]
    [TestCase(0UL, 0xaf5570f5u, 0xe5b2328de0e83dfcUL)]
    [TestCase(1UL, 0xcd266215u, 0x19ec509083d00a50UL)]
    public void A_key_gives_its_token_and_its_initial_data_sequence_number(ulong key, uint? token, ulong idsn)
    {
        Assert.That(KeyMaterial.InitialDataSequenceNumber(key), Is.EqualTo(idsn));
        if (token is not null)
        {
            Assert.That(KeyMaterial.Token(key), Is.EqualTo(token));
        }
    }

    [TestCase(0xaef257486af307dfUL, 0x42fa620b85630e7dUL, 0x5bcf248fu, 0xa9b3bd05u,
        "0758bb719f70f8e853b0546b6e4432cde346a687", "d188c1efa37334ea")]
    [TestCase(0xaef257486af307dfUL, 0x42fa620b85630e7dUL, 0x4db35dffu, 0x36babb99u,
        "3c03bcb0acb513d9f587b599a2b51fc02e49fdf7", "229a8031500d5fe0")]
    [TestCase(0xaef257486af307dfUL, 0x42fa620b85630e7dUL, 0x06dc8502u, 0x3345f31au,
        "bfa732798b0b8e4d56e6f28cdf33db93a61ce638", "bd559927a5892f55")]
    [TestCase(0x0001020304050607UL, 0x08090a0b0c0d0e0fUL, 0x11223344u, 0x55667788u,
        "78e4d1f982df9b57a101934ddb41b72ee93f7ab3", "8ca07a5aec5498a6")]
    public void Keys_and_nonces_give_the_two_proofs_of_a_join(
        ulong keyA, ulong keyB, uint nonceA, uint nonceB, string hmacA, string hmacB)
    {
        Hmac160 ack = KeyMaterial.AckHmac(keyA, keyB, nonceA, nonceB);
        Hmac160 synAck = KeyMaterial.SynAckHmac(keyB, keyA, nonceB, nonceA);
        Assert.That(Convert.ToHexStringLower(ack), Is.EqualTo(hmacA));
        Assert.That(Convert.ToHexStringLower(synAck), Is.EqualTo(hmacB + new string('0', 24)));
    }

    [TestCase(0x42fa620b85630e7dUL, 0xaef257486af307dfUL, 1, "fd00:2::2", 0, 0xcfbef14380d97aafUL)]
    [TestCase(0x08090a0b0c0d0e0fUL, 0x0001020304050607UL, 2, "10.0.2.2", 0, 0x03166e40c8f966fcUL)]
    [TestCase(0x08090a0b0c0d0e0fUL, 0x0001020304050607UL, 1, "fd00:2::2", 0, 0xd5b1ba4ee5fc3b26UL)]
    [TestCase(0x08090a0b0c0d0e0fUL, 0x0001020304050607UL, 1, "fd00:2::2", 1935, 0x3ba7859f5f2fbb62UL)]
    public void An_announced_address_has_its_HMAC(
        ulong sender, ulong receiver, byte id, string address, int port, ulong expected) =>
        Assert.That(
            KeyMaterial.AddAddressHmac(sender, receiver, id, IpAddress.Parse(address), (ushort)port),
            Is.EqualTo(expected));

    // The vectors of Linux's own test (net/mptcp/crypto_test.c): keys and messages are the ASCII bytes; the first 160
    // bits of each.
    [TestCase("0b0b0b0b0b0b0b0b", "48692054", "8385e24fb4235ac37556b6b886db106284a1da67")]
    [TestCase("aaaaaaaaaaaaaaaa", "dddddddd", "2c5e219164ff1dca1c4a92318d847bb6b9d44492")]
    [TestCase("0102030405060708", "cdcdcdcd", "e73b9ba9969969cefb04aa0d6df18ec2fcc075b6")]
    public void The_HMAC_is_that_of_the_kernels_own_test(string keys, string nonces, string expected)
    {
        byte[] keyBytes = Encoding.ASCII.GetBytes(keys);
        byte[] nonceBytes = Encoding.ASCII.GetBytes(nonces);
        Hmac160 hmac = KeyMaterial.AckHmac(
            BinaryPrimitives.ReadUInt64BigEndian(keyBytes),
            BinaryPrimitives.ReadUInt64BigEndian(keyBytes.AsSpan(8)),
            BinaryPrimitives.ReadUInt32BigEndian(nonceBytes),
            BinaryPrimitives.ReadUInt32BigEndian(nonceBytes.AsSpan(4)));
        Assert.That(Convert.ToHexStringLower(hmac), Is.EqualTo(expected));
    }

    [Test]
    public void Every_connection_that_was_recorded_has_the_tokens_and_numbers_of_its_keys()
    {
        List<JsonElement> connections = Recorded("conns");
        Assert.That(connections, Has.Count.EqualTo(14));
        foreach (JsonElement connection in connections)
        {
            foreach (string end in (string[])["client", "server"])
            {
                ulong key = Number(connection, "key_" + end);
                Assert.That(KeyMaterial.Token(key), Is.EqualTo(Number(connection, "token_" + end)));
                Assert.That(KeyMaterial.InitialDataSequenceNumber(key), Is.EqualTo(Number(connection, "idsn_" + end)));
            }
        }
    }

    [Test]
    public void Every_join_that_was_recorded_has_the_HMACs_of_its_keys_and_nonces()
    {
        List<JsonElement> joins = Recorded("joins");
        Assert.That(joins, Has.Count.EqualTo(16));
        foreach (JsonElement join in joins)
        {
            (ulong initiator, ulong acceptor) = (Number(join, "key_initiator"), Number(join, "key_acceptor"));
            uint initiatorNonce = (uint)Number(join, "nonce_initiator");
            uint acceptorNonce = (uint)Number(join, "nonce_acceptor");
            Hmac160 synAck = KeyMaterial.SynAckHmac(acceptor, initiator, acceptorNonce, initiatorNonce);
            Hmac160 ack = KeyMaterial.AckHmac(initiator, acceptor, initiatorNonce, acceptorNonce);
            Assert.That(
                Convert.ToHexStringLower(synAck[..KeyMaterial.SynAckHmacLength]),
                Is.EqualTo(join.GetProperty("synack_hmac64").GetString()));
            Assert.That(Convert.ToHexStringLower(ack), Is.EqualTo(join.GetProperty("ack_hmac160").GetString()));
        }
    }

    [Test]
    public void Every_address_that_was_announced_has_the_HMAC_of_its_keys()
    {
        List<JsonElement> announced = Recorded("add_addr");
        Assert.That(announced, Has.Count.EqualTo(5));
        foreach (JsonElement entry in announced)
        {
            byte[] bytes = Convert.FromHexString(entry.GetProperty("addr").GetString()!);
            Assert.That(IpAddress.TryRead(bytes, out IpAddress address), Is.True);
            ulong hmac = KeyMaterial.AddAddressHmac(
                Number(entry, "key_sender"),
                Number(entry, "key_receiver"),
                entry.GetProperty("id").GetByte(),
                address,
                port: 0);
            Assert.That(hmac, Is.EqualTo(Number(entry, "hmac64")));
        }
    }

    private static List<JsonElement> Recorded(string what)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(CaptureFiles.PathOf("vectors.json")));
        List<JsonElement> all = [];
        foreach (JsonElement session in document.RootElement.EnumerateArray())
        {
            foreach (JsonElement entry in session.GetProperty(what).EnumerateArray())
            {
                all.Add(entry.Clone());
            }
        }

        return all;
    }

    private static ulong Number(JsonElement element, string property) =>
        ulong.Parse(element.GetProperty(property).GetString()!, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
