using System.Collections.Generic;

namespace Protocols.Rtmp;

/// <summary>What a server says of itself to a client that connects.</summary>
/// <remarks>
/// The first two properties are nginx-rtmp's. A client that speaks of Enhanced RTMP (Veovera, v2, "Enhancing NetConnection
/// connect Command") hears that this server passes on every codec, several tracks, and extended packets, and that it can
/// itself neither decode nor encode.
/// </remarks>
internal static class ConnectAnswer
{
    // FourCcInfoMask: 1 can decode, 2 can encode, 4 can forward.
    private const double CanForward = 4;

    // CapsExMask: 1 reconnect, 2 multitrack, 4 ModEx, 8 nanosecond offset.
    private const double MultitrackAndModEx = 2 | 4;

    private const string Any = "*";

    private static readonly string[] _enhanced = ["fourCcList", "videoFourCcInfoMap", "audioFourCcInfoMap", "capsEx"];

    /// <summary>The properties object of the answer.</summary>
    /// <param name="client">The command object of the client.</param>
    public static Amf0Value Properties(Amf0Value? client)
    {
        List<Amf0Property> properties =
        [
            new("fmsVer", Amf0Value.Of("FMS/3,0,1,123")),
            new("capabilities", Amf0Value.Of(31)),
        ];
        if (IsEnhanced(client))
        {
            Amf0Value all = Amf0Value.Object(new Amf0Property(Any, Amf0Value.Of(CanForward)));
            properties.Add(new Amf0Property("fourCcList", Amf0Value.StrictArray(Amf0Value.Of(Any))));
            properties.Add(new Amf0Property("videoFourCcInfoMap", all));
            properties.Add(new Amf0Property("audioFourCcInfoMap", all));
            properties.Add(new Amf0Property("capsEx", Amf0Value.Of(MultitrackAndModEx)));
        }

        return Amf0Value.Object(properties);
    }

    /// <summary>The information object of the answer: it has the client's object encoding, as all servers answer.</summary>
    /// <param name="client">The command object of the client.</param>
    public static Amf0Value Status(Amf0Value? client)
    {
        Amf0Value status = RtmpCommand.StatusObject("status", StatusCode.ConnectSuccess, "Connection succeeded.");
        double encoding = client?["objectEncoding"] is { Type: Amf0Type.Number } told ? told.Number : 0;
        return Amf0Value.Object([.. status.Properties, new Amf0Property("objectEncoding", Amf0Value.Of(encoding))]);
    }

    private static bool IsEnhanced(Amf0Value? client)
    {
        foreach (string name in _enhanced)
        {
            if (client?[name] is not null)
            {
                return true;
            }
        }

        return false;
    }
}
