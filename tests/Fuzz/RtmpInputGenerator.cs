using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Protocols.Core;
using Protocols.Rtmp;
using Tests.Rtmp;

namespace Tests.Fuzz;

/// <summary>
/// Makes input for RTMP sessions: pieces of real connections with damage, chunks and commands with values at borders, and noise.
/// </summary>
internal sealed class RtmpInputGenerator
{
    private const int MostBytes = 600;

    private static readonly int[] _chunkStreams = [2, 3, 4, 5, 6, 8, 20, 63, 64, 319, 320, 65599];
    private static readonly uint[] _numbers =
        [0, 1, 2, 3, 127, 128, 129, 255, 256, 4096, 65535, 65536, 0xFFFFFE, 0xFFFFFF, 0x1000000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF];

    private static readonly string[] _names =
    [
        "connect", "createStream", "publish", "play", "play2", "pause", "seek", "deleteStream", "closeStream", "releaseStream",
        "FCPublish", "_result", "_error", "onStatus", "receiveAudio", "getStreamLength", "",
    ];

    private static readonly double[] _doubles =
        [0, 1, 2, -1, -2, -2000, 0.5, 16, 17, uint.MaxValue, uint.MaxValue + 1.0, double.NaN, double.PositiveInfinity, double.MinValue];

    private readonly RandomStream _random;
    private readonly byte[][] _real;
    private readonly List<byte> _bytes = [];
    private readonly ChunkWriter _writer;
    private readonly RtmpOutput _output = new();

    /// <summary>Starts with a seed; the same seed gives the same inputs.</summary>
    public RtmpInputGenerator(RandomStream random)
    {
        _random = random;
        _writer = new ChunkWriter(_output);
        _real =
        [
            .. RtmpCaptures.Names.Select(name => RtmpCaptures.Read(name)[RtmpCaptures.HandshakeBytes..]),
            .. RtmpCaptures.Malformed.Where(name => !name.StartsWith("hs_", StringComparison.Ordinal))
                .Select(name => RtmpCaptures.Read(Path.Combine("malformed", name))),
        ];
    }

    /// <summary>What a client says to get to work: connect, createStream, and publish or play on stream 1.</summary>
    public static byte[] Opening(string command)
    {
        RtmpOutput output = new();
        ChunkWriter writer = new(output);
        Amf0Value app = Amf0Value.Object(new Amf0Property("app", Amf0Value.Of("live")));
        RtmpCommand[] commands =
        [
            RtmpCommand.Of("connect", 1, app),
            RtmpCommand.Of("createStream", 2, Amf0Value.Null),
            RtmpCommand.Of(command, 3, Amf0Value.Null, Amf0Value.Of("cam1")),
        ];
        foreach ((RtmpCommand next, uint streamId) in commands.Zip((uint[])[0, 0, 1]))
        {
            writer.Write(new RtmpMessage(RtmpMessageType.CommandAmf0, 3, streamId, 0, next.ToPayload()));
        }

        return output.Pending.ToArray();
    }

    /// <summary>The next input, to follow a handshake.</summary>
    public ReadOnlySpan<byte> Next()
    {
        _bytes.Clear();
        switch (_random.NextInt(8))
        {
            case < 2:
                AddReal();
                Damage();
                break;
            case < 4:
                AddChunks();
                break;
            case < 6:
                AddMessages();
                break;
            case 6:
                AddMessages();
                Damage();
                break;
            default:
                AddNoise(_random.NextInt(100));
                break;
        }

        return _bytes.ToArray();
    }

    private uint Number() => _random.NextInt(4) == 0 ? _random.NextUInt32() : _numbers[_random.NextInt(_numbers.Length)];

    private void AddReal()
    {
        byte[] real = _real[_random.NextInt(_real.Length)];
        int length = 1 + _random.NextInt(Math.Min(real.Length, MostBytes));

        // From the start, where a connection's commands are, or from anywhere.
        int start = _random.NextInt(2) == 0 ? 0 : _random.NextInt(real.Length - length + 1);
        _bytes.AddRange(real.AsSpan(start, length));
    }

    private void Damage()
    {
        for (int i = _random.NextInt(6); i > 0 && _bytes.Count > 0; i--)
        {
            int at = _random.NextInt(_bytes.Count);
            switch (_random.NextInt(4))
            {
                case 0:
                    _bytes[at] ^= (byte)(1 << _random.NextInt(8));
                    break;
                case 1:
                    _bytes[at] = (byte)(_random.NextInt(2) == 0 ? 0xFF : 0);
                    break;
                case 2:
                    _bytes.RemoveRange(at, Math.Min(1 + _random.NextInt(4), _bytes.Count - at));
                    break;
                default:
                    _bytes.InsertRange(at, BitConverter.GetBytes(Number()));
                    break;
            }
        }
    }

    private void AddNoise(int length)
    {
        for (int i = 0; i < length; i++)
        {
            _bytes.Add((byte)_random.NextInt(256));
        }
    }

    // Chunks by hand, whether their stream knows them or not.
    private void AddChunks()
    {
        for (int i = 1 + _random.NextInt(6); i > 0; i--)
        {
            int format = _random.NextInt(4);
            AddBasicHeader(format, _chunkStreams[_random.NextInt(_chunkStreams.Length)]);
            uint time = Number();
            uint length = _random.NextInt(2) == 0 ? (uint)_random.NextInt(40) : Number();
            if (format < 3)
            {
                AddBig(Math.Min(time, 0xFFFFFF), 3);
            }

            if (format < 2)
            {
                AddBig(length & 0xFFFFFF, 3);
                _bytes.Add((byte)_random.NextInt(24));
            }

            if (format == 0)
            {
                _bytes.AddRange(BitConverter.GetBytes(_random.NextInt(3)));
            }

            if (format < 3 && time >= 0xFFFFFF)
            {
                AddBig(time, 4);
            }

            AddNoise((int)Math.Min(length, (uint)_random.NextInt(140)));
        }
    }

    private void AddBasicHeader(int format, int id)
    {
        int form = id < 64 ? 0 : id < 320 ? 1 : 2;
        _bytes.Add((byte)(format << 6 | (form == 0 ? id : form - 1)));
        for (int i = 0; i < form; i++)
        {
            _bytes.Add((byte)(id - 64 >> (8 * i)));
        }
    }

    private void AddBig(uint value, int bytes)
    {
        for (int i = bytes - 1; i >= 0; i--)
        {
            _bytes.Add((byte)(value >> (8 * i)));
        }
    }

    // Messages in good chunks, whatever is in them.
    private void AddMessages()
    {
        for (int i = 1 + _random.NextInt(5); i > 0; i--)
        {
            RtmpMessageType type = (RtmpMessageType)_random.NextInt(24);
            byte[] payload = type switch
            {
                RtmpMessageType.SetChunkSize => Big(1 + Number() % 70_000),
                RtmpMessageType.UserControl => [0, (byte)_random.NextInt(34), .. Big(Number()), .. Big(Number())],
                < RtmpMessageType.Audio => [.. Big(Number()), (byte)_random.NextInt(4)],
                RtmpMessageType.CommandAmf0 or RtmpMessageType.DataAmf0 => Command(),
                RtmpMessageType.CommandAmf3 or RtmpMessageType.DataAmf3 => Amf3(),
                RtmpMessageType.Aggregate => [.. Part(), .. Part()],
                _ => Media(),
            };
            _writer.Write(new RtmpMessage(
                type, _chunkStreams[_random.NextInt(_chunkStreams.Length)], (uint)_random.NextInt(3), Number(), payload));
            _bytes.AddRange(_output.Pending);
            _output.Consume(_output.Length);
        }
    }

    private static byte[] Big(uint value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    private byte[] Media()
    {
        byte[] payload = new byte[_random.NextInt(200)];
        _random.NextBytes(payload);
        return payload;
    }

    private byte[] Part()
    {
        byte[] body = Media();
        int told = _random.NextInt(3) == 0 ? (int)(Number() & 0xFFFFFF) : body.Length;
        return [(byte)(8 + _random.NextInt(2)), .. Big((uint)told)[1..], .. Big(Number())[1..], 0, 0, 0, 0, .. body, 0, 0, 0, 0];
    }

    private byte[] Command()
    {
        List<Amf0Value> values = [Amf0Value.Of(_names[_random.NextInt(_names.Length)]), Amf0Value.Of(_random.NextInt(6))];
        for (int i = _random.NextInt(5); i > 0; i--)
        {
            values.Add(Value(0));
        }

        return Amf0Writer.Write([.. values]).ToArray();
    }

    private Amf0Value Value(int depth) => _random.NextInt(depth > 4 ? 6 : 10) switch
    {
        0 => Amf0Value.Null,
        1 => Amf0Value.Of(_doubles[_random.NextInt(_doubles.Length)]),
        2 => Amf0Value.Of(_random.NextInt(2) == 0),
        3 => Amf0Value.Of(Text()),
        4 => Amf0Value.Undefined,
        5 => Amf0Value.Date(_doubles[_random.NextInt(_doubles.Length)], (short)_random.NextInt(100)),
        6 => Amf0Value.Object(Properties(depth)),
        7 => Amf0Value.EcmaArray(Properties(depth)),
        8 => Amf0Value.StrictArray(Value(depth + 1), Value(depth + 1)),
        _ => Amf0Value.TypedObject(Text(), Properties(depth)),
    };

    private Amf0Property[] Properties(int depth) =>
        [new(_random.NextInt(2) == 0 ? "app" : Text(), Value(depth + 1)), new("streamName", Value(depth + 1))];

    private string Text() => _random.NextInt(8) switch
    {
        0 => "",
        1 => new string('x', _random.NextInt(2000)),
        2 => "?a=b",
        3 => "\0\uFFFD",
        _ => "cam1",
    };

    private byte[] Amf3()
    {
        byte[] body = [6, .. TextOfAmf3(_names[_random.NextInt(_names.Length)])];
        byte[] rest = new byte[_random.NextInt(60)];
        for (int i = 0; i < rest.Length; i++)
        {
            // Markers and small references are where the rules are.
            rest[i] = (byte)(_random.NextInt(3) == 0 ? _random.NextInt(256) : _random.NextInt(20));
        }

        return _random.NextInt(3) switch
        {
            0 => [.. body, .. rest],
            1 => [0, .. Command(), 17, .. rest],
            _ => [0, .. Command()],
        };
    }

    private static byte[] TextOfAmf3(string text) => [(byte)((text.Length << 1) | 1), .. Encoding.ASCII.GetBytes(text)];
}
