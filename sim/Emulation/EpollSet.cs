using System;
using System.Buffers.Binary;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Sim.Emulation;

/// <summary>An epoll instance: which descriptors are watched, and for whom.</summary>
/// <remarks>
/// Descriptors are watched edge-triggered and for everything, once: no further system call while they live. An event of a
/// descriptor that has been closed since the kernel reported it is dropped by the generation in its tag.
/// </remarks>
internal sealed unsafe class EpollSet : IDisposable
{
    private const int CloseOnExec = 0x80000;
    private const int Add = 1;
    private const int Remove = 2;
    private const uint EdgeTriggered = 1u << 31;
    private const int Capacity = 256;

    // struct epoll_event is packed on x86-64 only.
    private static readonly int _tagOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private static readonly int _eventSize = _tagOffset + 8;

    private readonly int _epoll;
    private readonly byte[] _events = new byte[Capacity * 16];
    private Slot[] _slots = new Slot[16];
    private int _usedSlots;
    private int _freeSlot = -1;

    public EpollSet()
    {
        _epoll = NativeMethods.CreateEpoll(CloseOnExec);
        if (_epoll < 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError(), "epoll_create1 failed");
        }
    }

    /// <summary>Watches a descriptor.</summary>
    /// <returns>Its tag, for <see cref="Forget"/>.</returns>
    public int Watch(int descriptor, IEpollHandler handler)
    {
        int index = TakeSlot(handler);
        const EpollEvents All = EpollEvents.Readable | EpollEvents.Writable | EpollEvents.PeerClosed;
        byte* happening = stackalloc byte[16];
        Span<byte> bytes = new(happening, 16);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)All | EdgeTriggered);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[_tagOffset..], (ulong)_slots[index].Generation << 32 | (uint)index);
        if (NativeMethods.ControlEpoll(_epoll, Add, descriptor, happening) < 0)
        {
            int error = Marshal.GetLastPInvokeError();
            FreeSlot(index);
            throw new Win32Exception(error, $"epoll cannot watch descriptor {descriptor}");
        }

        return index;
    }

    /// <summary>No longer watches a descriptor, which is still open.</summary>
    public void Forget(int descriptor, int tag)
    {
        NativeMethods.ControlEpoll(_epoll, Remove, descriptor, null);
        FreeSlot(tag);
    }

    /// <summary>Waits for events and tells the handlers, each of at most one event.</summary>
    /// <param name="mayBlock">Whether to wait when there is none now.</param>
    public void Wait(bool mayBlock)
    {
        int count;
        fixed (byte* events = _events)
        {
            count = NativeMethods.WaitEpoll(_epoll, events, Capacity, mayBlock ? -1 : 0);
        }

        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> happening = _events.AsSpan(i * _eventSize, _eventSize);
            ulong tag = BinaryPrimitives.ReadUInt64LittleEndian(happening[_tagOffset..]);
            ref Slot slot = ref _slots[(int)(uint)tag];
            if (slot.Generation == (uint)(tag >> 32))
            {
                slot.Handler?.OnReady((EpollEvents)BinaryPrimitives.ReadUInt32LittleEndian(happening));
            }
        }
    }

    /// <summary>Closes it; the descriptors stay open.</summary>
    public void Dispose() => NativeMethods.Close(_epoll);

    private int TakeSlot(IEpollHandler handler)
    {
        int index = _freeSlot;
        if (index >= 0)
        {
            _freeSlot = _slots[index].NextFree;
        }
        else
        {
            index = _usedSlots++;
            if (index == _slots.Length)
            {
                Array.Resize(ref _slots, index * 2);
            }
        }

        _slots[index].Handler = handler;
        return index;
    }

    private void FreeSlot(int index)
    {
        ref Slot slot = ref _slots[index];
        slot.Handler = null;
        slot.Generation++;
        slot.NextFree = _freeSlot;
        _freeSlot = index;
    }

    private struct Slot
    {
        public IEpollHandler? Handler;
        public uint Generation;
        public int NextFree;
    }
}
