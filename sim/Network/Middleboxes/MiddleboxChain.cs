using System.Collections.Generic;

namespace Sim.Network.Middleboxes;

/// <summary>Puts middleboxes on a link.</summary>
public static class MiddleboxChain
{
    /// <summary>Puts them there, once, before the run. Such a link never takes part in feed-forward.</summary>
    /// <param name="boxes">The boxes, from the first end of the link to the second, and which directions each stands in.</param>
    /// <param name="up">From the first end to the second.</param>
    /// <param name="down">From the second end to the first.</param>
    public static void Insert(IReadOnlyList<(IMiddlebox Box, bool Up, bool Down)> boxes, Link up, Link down)
    {
        // Each is put in front of those before: what stands last is met first.
        for (int i = 0; i < boxes.Count; i++)
        {
            Put(boxes[boxes.Count - 1 - i].Box, up, Passage.Up, boxes[boxes.Count - 1 - i].Up);
            Put(boxes[i].Box, down, Passage.Down, boxes[i].Down);
        }
    }

    private static void Put(IMiddlebox box, Link link, Passage direction, bool isThere)
    {
        if (isThere)
        {
            link.Receiver = new MiddleboxPort(box, direction, link.Receiver);
            link.MayChange = true;
        }
    }
}
