using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Sim.Kernel;

/// <summary>Asks the processor to fetch memory that will be needed soon; without such an instruction, or for nothing, does nothing.</summary>
internal static unsafe class Cache
{
    private const int LineBytes = 64;

    /// <summary>Fetches the first three lines of an object: all of a small one, and what a large one has ordered to its front.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fetch(object? target)
    {
        if (Sse.IsSupported)
        {
            // Only the address is taken, and nothing is read: the collector may move the object at any time.
            byte* address = (byte*)Unsafe.As<object?, nint>(ref target);
            Sse.Prefetch0(address);
            Sse.Prefetch0(address + LineBytes);
            Sse.Prefetch0(address + 2 * LineBytes);
        }
    }

    /// <summary>Fetches the line of an address.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FetchLine(void* address)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(address);
        }
    }
}
