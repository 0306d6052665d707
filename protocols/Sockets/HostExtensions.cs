using System.Threading.Tasks;
using Protocols.Net;

namespace Protocols.Sockets;

/// <summary>What every application does with a host in the same way.</summary>
public static class HostExtensions
{
    /// <summary>Connects to a name: tries its endpoints in order until one answers.</summary>
    /// <returns>An open stream; else the last one that failed; null when the name is not known.</returns>
    public static async Task<IByteStream?> ConnectAsync(this IHost host, string name, ushort port, StreamOptions options)
    {
        IByteStream? stream = null;
        foreach (Endpoint endpoint in await host.Resolver.ResolveAsync(name, port))
        {
            stream = host.Connect(endpoint, options);
            await stream.ConnectedAsync();
            if (stream.State == StreamState.Open)
            {
                break;
            }
        }

        return stream;
    }

    /// <summary>Writes all bytes, waiting for room; false when the stream ended first.</summary>
    public static async ValueTask<bool> WriteAllAsync(this IByteStream stream, System.ReadOnlyMemory<byte> bytes)
    {
        while (true)
        {
            bytes = bytes[stream.Write(bytes.Span)..];
            if (bytes.IsEmpty)
            {
                return true;
            }

            if (stream.State is StreamState.Closed or StreamState.Failed)
            {
                return false;
            }

            await stream.WritableAsync();
        }
    }
}
