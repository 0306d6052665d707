using System.Collections.Generic;

namespace Protocols.Rtmp;

/// <summary>What the objects of a class have in common (AMF 3 specification, 3.12).</summary>
internal sealed record Amf3Traits(string ClassName, bool IsDynamic, IReadOnlyList<string> Members);
