using System;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using Protocols.Net;
using Protocols.Wire;

namespace Tests.Wire;

public class OptionsPropertyTests
{
    private const int MaximumOptionBytes = 256;

    [Test]
    public void Any_options_are_the_same_after_a_trip_over_the_wire() =>
        Prop.ForAll(OptionsGenerator.Options(), ArbMap.Default.ArbFor<bool>(), (options, hasTimestamps) =>
            {
                TimestampsOption timestamps = hasTimestamps ? new TimestampsOption(true, uint.MaxValue, 1) : default;
                byte[] target = new byte[MaximumOptionBytes];
                int written = TcpOptions.Write(in options, timestamps, target);
                PacketOptions read = default;
                bool parsed = TcpOptions.TryParse(
                    target.AsSpan(0, written), ref read, out TimestampsOption timestampsRead, out ParseError error);
                string expected = OptionsText.Of(in options, timestamps);
                return (parsed && written % 4 == 0 && OptionsText.Of(in read, timestampsRead) == expected)
                    .Label($"{error}: {OptionsText.Of(in read, timestampsRead)} instead of {expected}");
            })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5000));

    [Test]
    public void Any_options_that_are_cut_short_are_refused_or_are_fewer() =>
        Prop.ForAll(OptionsGenerator.Options(), Gen.Choose(0, MaximumOptionBytes).ToArbitrary(), (options, cut) =>
            {
                byte[] target = new byte[MaximumOptionBytes];
                int written = TcpOptions.Write(in options, default, target);
                PacketOptions read = default;
                bool parsed = TcpOptions.TryParse(
                    target.AsSpan(0, Math.Min(cut, written)), ref read, out _, out ParseError error);
                bool areFewer = (read.Kinds & ~options.Kinds) == PacketOptionKinds.None;
                return (areFewer && parsed == (error == ParseError.None))
                    .Label($"{read.Kinds} of {options.Kinds}, {error}");
            })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
}
