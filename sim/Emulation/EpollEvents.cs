using System;

namespace Sim.Emulation;

/// <summary>What epoll reports of a descriptor (sys/epoll.h).</summary>
[Flags]
public enum EpollEvents
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>There is something to read, or to accept (EPOLLIN).</summary>
    Readable = 0x1,

    /// <summary>There is room to write, or a connection attempt has ended (EPOLLOUT).</summary>
    Writable = 0x4,

    /// <summary>An error is pending (EPOLLERR).</summary>
    Error = 0x8,

    /// <summary>Both directions are closed (EPOLLHUP).</summary>
    HungUp = 0x10,

    /// <summary>The peer has closed its direction (EPOLLRDHUP).</summary>
    PeerClosed = 0x2000,
}
