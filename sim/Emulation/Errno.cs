namespace Sim.Emulation;

/// <summary>The error numbers of Linux that are told apart here (asm-generic/errno.h; the same on x86-64 and arm64).</summary>
internal static class Errno
{
    public const int Interrupted = 4;
    public const int Again = 11;
    public const int NoMemory = 12;
    public const int AccessDenied = 13;
    public const int FileTableOverflow = 23;
    public const int TooManyFiles = 24;
    public const int NoProtocolOption = 92;
    public const int ProtocolNotSupported = 93;
    public const int FamilyNotSupported = 97;
    public const int AddressInUse = 98;
    public const int AddressNotAvailable = 99;
    public const int NetworkDown = 100;
    public const int NetworkUnreachable = 101;
    public const int NoBuffers = 105;
    public const int TimedOut = 110;
    public const int Refused = 111;
    public const int HostUnreachable = 113;
    public const int InProgress = 115;
}
