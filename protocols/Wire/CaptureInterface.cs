namespace Protocols.Wire;

/// <summary>An interface whose packets are captured.</summary>
/// <param name="Name">Its name, such as <c>push.nic1</c>; empty when the file gives none.</param>
/// <param name="LinkType">What its packets begin with.</param>
public readonly record struct CaptureInterface(string Name, LinkType LinkType);
