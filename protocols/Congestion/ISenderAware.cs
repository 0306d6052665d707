namespace Protocols.Congestion;

/// <summary>A congestion control that looks at its sender at times when it is not told anything.</summary>
public interface ISenderAware
{
    /// <summary>The sender exists now. Called once, before anything else, by the sender itself while it is made.</summary>
    /// <param name="sender">The sender; nothing of it may be used before this call has returned.</param>
    void Attach(IControlledSender sender);
}
