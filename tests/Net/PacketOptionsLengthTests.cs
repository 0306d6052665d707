using NUnit.Framework;
using Protocols.Core;
using Protocols.Net;
using Protocols.Wire;
using Tests.Wire;

namespace Tests.Net;

public class PacketOptionsLengthTests
{
    private const int AllKinds = (1 << 13) - 1;

    [Test]
    public void The_length_is_what_the_encoder_writes_for_every_combination_of_options()
    {
        RandomStream random = new(1);
        byte[] target = new byte[256];
        for (int kinds = 0; kinds <= AllKinds; kinds++)
        {
            PacketOptions options = RandomOptions.Next(random);
            options.Kinds = (PacketOptionKinds)kinds;
            foreach (bool hasTimestamps in (bool[])[false, true])
            {
                int written = TcpOptions.Write(in options, new TimestampsOption(hasTimestamps, 1, 2), target);
                Assert.That(
                    PacketOptionsLength.Of(in options, hasTimestamps), Is.EqualTo(written), OptionsText.Of(in options));
            }
        }
    }

    // Measured on Linux 6.18: option bytes of a SYN, a SYN/ACK and an ACK of MP_CAPABLE, of data and of pure
    // acknowledgments.
    [Test]
    public void The_headers_of_a_handshake_are_as_long_as_those_of_Linux()
    {
        PacketOptions syn = new()
        {
            Kinds = PacketOptionKinds.MaximumSegmentSize | PacketOptionKinds.WindowScale
                | PacketOptionKinds.SackPermitted | PacketOptionKinds.MpCapable,
        };
        Assert.That(PacketOptionsLength.Of(in syn, timestamps: true), Is.EqualTo(24));
        syn.MpCapable.KeyCount = 1;
        Assert.That(PacketOptionsLength.Of(in syn, timestamps: true), Is.EqualTo(32));
        PacketOptions ack = new() { Kinds = PacketOptionKinds.MpCapable };
        ack.MpCapable.KeyCount = 2;
        Assert.That(PacketOptionsLength.Of(in ack, timestamps: true), Is.EqualTo(32));
    }

    [TestCase(false, false, 36)]
    [TestCase(true, false, 40)]
    [TestCase(true, true, 40)]
    public void The_headers_of_data_are_as_long_as_those_of_Linux(bool ack64, bool checksum, int expected)
    {
        PacketOptions data = new() { Kinds = PacketOptionKinds.DataSequenceSignal };
        data.Dss = new DataSequenceSignal
        {
            HasAck = true,
            Ack64 = ack64,
            HasMapping = true,
            Sequence64 = true,
            HasChecksum = checksum,
        };
        Assert.That(PacketOptionsLength.Of(in data, timestamps: true), Is.EqualTo(expected));
    }

    [TestCase(false, 20)]
    [TestCase(true, 24)]
    public void Pure_acknowledgments_are_as_long_as_those_of_Linux(bool ack64, int expected)
    {
        PacketOptions ack = new() { Kinds = PacketOptionKinds.DataSequenceSignal };
        ack.Dss = new DataSequenceSignal { HasAck = true, Ack64 = ack64 };
        Assert.That(PacketOptionsLength.Of(in ack, timestamps: true), Is.EqualTo(expected));
    }
}
