namespace Protocols.Congestion;

/// <summary>A congestion control that draws random numbers.</summary>
public interface IRandomized
{
    /// <summary>Seeds it. Called once, before anything is sent; the seed comes from the run's.</summary>
    void Seed(ulong seed);
}
