using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace Protocols.Net;

/// <summary>The options of all packets of a simulation that are under way, by handle. Handle 0 means "no options".</summary>
/// <remarks>
/// A slot belongs to one packet from <see cref="Rent"/> to <see cref="Return"/>. Slots lie in pages that never move, so a reference stays
/// valid; they are reused last in, first out, and nothing is allocated once the pool is as large as the traffic needs.
/// </remarks>
public sealed class PacketOptionPool
{
    private const int PageBits = 7;
    private const int PageSize = 1 << PageBits;

    private readonly List<PacketOptions[]> _pages = [];
    private int[] _free = new int[PageSize];
    private int _freeCount;
    private int _rented;

    /// <summary>How many slots are rented now; what is left when all packets are gone is a leak.</summary>
    public int Rented => _rented;

    /// <summary>Takes an empty slot.</summary>
    /// <returns>Its handle, above 0.</returns>
    public int Rent()
    {
        if (_freeCount == 0)
        {
            AddPage();
        }

        _rented++;
        int handle = _free[--_freeCount];
        this[handle].Kinds = PacketOptionKinds.None;
        return handle;
    }

    /// <summary>The options behind a handle; must not be used after <see cref="Return"/>.</summary>
    public ref PacketOptions this[int handle]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _pages[(handle - 1) >> PageBits][(handle - 1) & (PageSize - 1)];
    }

    /// <summary>Takes a new slot with a copy of another's content: for a duplicated packet. 0 gives 0.</summary>
    public int Copy(int handle)
    {
        if (handle == 0)
        {
            return 0;
        }

        int copy = Rent();
        this[copy] = this[handle].Clone();
        return copy;
    }

    /// <summary>Gives a slot back; 0 is allowed and does nothing.</summary>
    public void Return(int handle)
    {
        if (handle != 0)
        {
            _rented--;
            _free[_freeCount++] = handle;
        }
    }

    private void AddPage()
    {
        int first = _pages.Count * PageSize;
        _pages.Add(new PacketOptions[PageSize]);
        if (_free.Length < first + PageSize)
        {
            Array.Resize(ref _free, Math.Max(first + PageSize, _free.Length * 2));
        }

        for (int i = PageSize; i > 0; i--)
        {
            _free[_freeCount++] = first + i;
        }
    }
}
