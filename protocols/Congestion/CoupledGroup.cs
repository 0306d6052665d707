using System.Collections.Generic;
using Protocols.Core;

namespace Protocols.Congestion;

/// <summary>
/// The subflows of one MPTCP connection whose congestion controls are coupled: each of them sees the windows and
/// round-trip times of all.
/// </summary>
/// <remarks>
/// One object for each connection, made with its first coupled subflow. A connection of plain TCP has none: its coupled
/// control is alone, and behaves as Reno does.
/// </remarks>
public sealed class CoupledGroup
{
    private readonly List<CoupledControl> _members = [];

    /// <summary>The controls of all subflows that exist, established or not, in the order in which they were created.</summary>
    public IReadOnlyList<CoupledControl> Members => _members;

    /// <summary>How many subflows have a round-trip time, which means that they are established (cnt_established).</summary>
    public int EstablishedCount
    {
        get
        {
            int count = 0;
            foreach (CoupledControl member in _members)
            {
                count += member.IsEstablished ? 1 : 0;
            }

            return count;
        }
    }

    /// <summary>The sum of the windows of all established subflows, in packets.</summary>
    public int TotalWindow
    {
        get
        {
            int total = 0;
            foreach (CoupledControl member in _members)
            {
                total += member.IsEstablished ? member.Window.Packets : 0;
            }

            return total;
        }
    }

    /// <summary>
    /// The sum of the rates of all established subflows, where a rate is window / round-trip time, as so many packets in
    /// one round-trip time of <paramref name="rtt"/>.
    /// </summary>
    public double TotalRate(Duration rtt)
    {
        double total = 0;
        foreach (CoupledControl member in _members)
        {
            if (member.IsEstablished)
            {
                total += (double)member.SettledWindow * rtt.Picoseconds / member.SmoothedRtt.Picoseconds;
            }
        }

        return total;
    }

    internal void Add(CoupledControl member) => _members.Add(member);

    internal void Remove(CoupledControl member) => _members.Remove(member);
}
