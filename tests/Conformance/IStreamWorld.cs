using System;
using System.Threading.Tasks;
using Protocols.Net;
using Protocols.Sockets;

namespace Tests.Conformance;

/// <summary>Two hosts that reach each other, of whatever kind.</summary>
public interface IStreamWorld : IDisposable
{
    /// <summary>The host that connects.</summary>
    IHost Near { get; }

    /// <summary>The host that listens.</summary>
    IHost Far { get; }

    /// <summary>A name of the far host.</summary>
    string FarName { get; }

    /// <summary>A port nobody listens on.</summary>
    ushort Port { get; }

    /// <summary>An address to which no route leads.</summary>
    IpAddress Unreachable { get; }

    /// <summary>Lets time pass until the test's own loop has ended; fails when it hangs.</summary>
    void Run(Func<Task> test);
}
