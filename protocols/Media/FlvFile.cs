using System.Collections.Generic;

namespace Protocols.Media;

/// <summary>An FLV file that has been read.</summary>
/// <param name="Header">Its header.</param>
/// <param name="Tags">
/// Its complete tags, in order of the file; their payloads are views of the bytes that were read.
/// </param>
/// <param name="IsTruncated">
/// Whether the file ends inside a tag, as a recording does that was cut off; that tag is left out.
/// </param>
public sealed record FlvFile(FlvHeader Header, IReadOnlyList<FlvTag> Tags, bool IsTruncated);
