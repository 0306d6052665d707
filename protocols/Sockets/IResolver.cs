using System.Collections.Generic;
using System.Threading.Tasks;
using Protocols.Net;

namespace Protocols.Sockets;

/// <summary>Turns names into addresses, in the shape of getaddrinfo(): the application never says which IP version.</summary>
public interface IResolver
{
    /// <summary>All endpoints of a name, the one to try first in front (RFC 6724).</summary>
    /// <param name="name">A host's name or an address in text form.</param>
    /// <param name="port">The port the endpoints get.</param>
    /// <returns>Empty when the name is not known.</returns>
    IReadOnlyList<Endpoint> Resolve(string name, ushort port);

    /// <summary>The same for a loop that must not stand still while a name server is asked; completes at once where none is.</summary>
    /// <param name="name">A host's name or an address in text form.</param>
    /// <param name="port">The port the endpoints get.</param>
    /// <returns>Empty when the name is not known.</returns>
    ValueTask<IReadOnlyList<Endpoint>> ResolveAsync(string name, ushort port) => ValueTask.FromResult(Resolve(name, port));
}
