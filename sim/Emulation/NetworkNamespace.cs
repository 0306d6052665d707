using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Runtime.ExceptionServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Sim.Emulation;

/// <summary>A network namespace: a network of its own inside the machine, as a host of a testbed has it (network_namespaces(7)).</summary>
/// <remarks>
/// It has no name in the file system: it lives as long as this process holds it and something runs in it, so that nothing of it is left
/// however the process ends. Threads enter it, never the thread pool's: what they open (sockets, devices, files below /proc) stays in it.
/// </remarks>
public sealed class NetworkNamespace : IDisposable
{
    private readonly SafeFileHandle _handle;

    private NetworkNamespace(string name, SafeFileHandle handle)
    {
        Name = name;
        _handle = handle;
    }

    /// <summary>Whose network it is, for messages.</summary>
    public string Name { get; }

    /// <summary>The file that stands for it, for <c>ip link ... netns PATH</c> and <c>nsenter --net=PATH</c>, as long as this process lives.</summary>
    public string Path => string.Create(
        CultureInfo.InvariantCulture, $"/proc/{Environment.ProcessId}/fd/{_handle.DangerousGetHandle()}");

    /// <summary>The descriptor, for setns(2); owned by this object.</summary>
    public SafeFileHandle Handle => _handle;

    /// <summary>Makes a new one, in which nothing is up but what the kernel puts there.</summary>
    /// <param name="name">Whose network it is, for messages.</param>
    /// <exception cref="EmulationException">This process may not.</exception>
    public static NetworkNamespace Create(string name)
    {
        SafeFileHandle handle = OnThread(() =>
        {
            if (SystemCalls.Unshare(SystemCalls.NetworkNamespace) != 0)
            {
                throw new EmulationException($"a network namespace for '{name}' cannot be made: {SystemCalls.LastError()}");
            }

            return Open("/proc/thread-self/ns/net");
        });
        return new NetworkNamespace(name, handle);
    }

    /// <summary>The one that this process lives in: the machine itself, or what was made to look like one.</summary>
    /// <param name="name">Whose network it is, for messages.</param>
    /// <exception cref="EmulationException">It cannot be opened.</exception>
    public static NetworkNamespace OfProcess(string name) => new(name, Open("/proc/self/ns/net"));

    /// <summary>Does something inside, on a thread that ends with it.</summary>
    /// <exception cref="EmulationException">It cannot be entered, or <paramref name="action"/> says so.</exception>
    public T Enter<T>(Func<T> action) => OnThread(() =>
    {
        if (SystemCalls.SetNamespace((int)_handle.DangerousGetHandle(), SystemCalls.NetworkNamespace) != 0)
        {
            throw new EmulationException($"the network namespace of '{Name}' cannot be entered: {SystemCalls.LastError()}");
        }

        return action();
    });

    /// <summary>Starts a program inside.</summary>
    /// <exception cref="EmulationException">There is no such program.</exception>
    public Process Start(ProcessStartInfo program) => Enter(() => SystemCommand.Start(program));

    /// <summary>Carries out <c>ip</c> commands inside, as few calls as possible: <c>link set lo up</c>, <c>-6 route add ...</c>.</summary>
    /// <exception cref="EmulationException">One of them failed; those behind it were not tried.</exception>
    public void Ip(IEnumerable<string> commands)
    {
        const string Six = "-6 ";
        List<string> batch = [];
        bool isSix = false;
        foreach (string command in commands)
        {
            if (command.StartsWith(Six, StringComparison.Ordinal) != isSix)
            {
                Flush();
                isSix = !isSix;
            }

            batch.Add(isSix ? command[Six.Length..] : command);
        }

        Flush();

        // The family is an option of the program, not of a line.
        void Flush()
        {
            if (batch.Count > 0)
            {
                Run("ip", isSix ? ["-6", "-batch", "-"] : ["-batch", "-"], Lines(batch));
                batch.Clear();
            }
        }
    }

    /// <summary>Carries out <c>tc</c> commands inside: <c>qdisc add dev nic1 root tbf ...</c>.</summary>
    /// <exception cref="EmulationException">One of them failed; those behind it were not tried.</exception>
    public void Tc(IEnumerable<string> commands) => Run("tc", ["-batch", "-"], Lines(commands));

    /// <summary>Carries out <c>nft</c> commands inside, all or none.</summary>
    /// <exception cref="EmulationException">They were refused.</exception>
    public void Nft(IEnumerable<string> commands) => Run("nft", ["-f", "-"], Lines(commands));

    /// <summary>Runs a program inside to its end.</summary>
    /// <returns>What it printed.</returns>
    /// <exception cref="EmulationException">It failed; the message has what it said.</exception>
    public string Run(string program, IEnumerable<string> arguments, string input = "") =>
        Enter(() => SystemCommand.Run(program, arguments, input));

    /// <summary>Sets kernel parameters of this namespace, such as <c>net.ipv4.tcp_rmem</c>.</summary>
    /// <exception cref="EmulationException">This kernel has none of that name, or refuses the value.</exception>
    public void Set(IReadOnlyList<KeyValuePair<string, string>> parameters) => Enter(() =>
    {
        foreach ((string parameter, string value) in parameters)
        {
            string file = $"/proc/sys/{parameter.Replace('.', '/')}";
            try
            {
                File.WriteAllText(file, value);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw new EmulationException($"the kernel refuses '{parameter} = {value}' in the namespace of '{Name}': {error.Message}", error);
            }
        }

        return true;
    });

    /// <summary>Opens a file whose content depends on the namespace, such as <c>/proc/thread-self/net/dev</c>; it goes on showing this one.</summary>
    public FileStream OpenFile(string path) => Enter(() => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0));

    /// <summary>Lets go of it: with the last thing that runs in it, it and its interfaces are gone.</summary>
    public void Dispose() => _handle.Dispose();

    private static string Lines(IEnumerable<string> commands) => string.Join('\n', commands) + "\n";

    private static SafeFileHandle Open(string path)
    {
        int descriptor = SystemCalls.Open(path, SystemCalls.CloseOnExec, 0);
        return descriptor >= 0
            ? new SafeFileHandle(descriptor, ownsHandle: true)
            : throw new EmulationException($"'{path}' cannot be opened: {SystemCalls.LastError()}");
    }

    private static T OnThread<T>(Func<T> action)
    {
        T? result = default;
        ExceptionDispatchInfo? failure = null;
        Thread thread = new(() =>
        {
            try
            {
                result = action();
            }
            catch (Exception error)
            {
                // Whatever it is, it belongs to the caller's thread.
                failure = ExceptionDispatchInfo.Capture(error);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result!;
    }
}
