using System;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Rtmp;

namespace Tests.Rtmp;

public class RtmpOutputTests
{
    [Test]
    public void Bytes_and_borders_stay_together_however_they_are_consumed()
    {
        RandomStream random = new(3);
        RtmpOutput output = new();
        ChunkWriter writer = new(output);
        int inSegments = 0;
        for (int i = 0; i < 2000; i++)
        {
            writer.Write(new RtmpMessage(RtmpMessageType.Video, 6, 1, (uint)i, new byte[random.NextInt(700)]));
            output.Consume(random.NextInt(Math.Min(output.Length, 800) + 1));
            inSegments = 0;
            foreach (OutputSegment segment in output.Segments)
            {
                Assert.That(segment.Length, Is.Positive);
                inSegments += segment.Length;
            }

            Assert.That(inSegments, Is.EqualTo(output.Length));
        }

        output.Consume(output.Length);
        Assert.That(output.Segments.Length, Is.Zero);
    }

    [Test]
    public void More_than_waits_cannot_be_consumed() =>
        Assert.That(() => new RtmpOutput().Consume(1), Throws.InstanceOf<ArgumentOutOfRangeException>());
}
