using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Protocols.Core;
using Protocols.Net;

namespace Tests.Wire;

/// <summary>Options for FsCheck: random ones, which shrink by leaving out one option after the other.</summary>
internal static class OptionsGenerator
{
    public static Arbitrary<PacketOptions> Options() => Arb.From(
        Gen.Choose(int.MinValue, int.MaxValue)
            .Select(seed => RandomOptions.Next(new RandomStream(unchecked((ulong)seed)))),
        WithOneLess);

    private static IEnumerable<PacketOptions> WithOneLess(PacketOptions options) => Enum.GetValues<PacketOptionKinds>()
        .Where(kind => kind is not (PacketOptionKinds.None or PacketOptionKinds.AnyMptcp) && options.Has(kind))
        .Select(kind => options with { Kinds = options.Kinds & ~kind });
}
