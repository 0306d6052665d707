using System;
using Protocols.Core;

namespace Sim.Hosts;

/// <summary>What a stream of datagrams looks like.</summary>
/// <param name="Size">Gives the size of the next IP packet, 1 to 65,535 bytes.</param>
/// <param name="Gap">Gives the time to the next packet, after one of the given size.</param>
/// <param name="On">Gives the length of the next sending period; null for always sending.</param>
/// <param name="Off">Gives the length of the next silent period; null for always sending.</param>
public sealed record DatagramShape(Func<int> Size, Func<int, Duration> Gap, Func<Duration>? On, Func<Duration>? Off);
