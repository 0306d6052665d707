using System;

namespace Tests.Scripts;

/// <summary>A packet dialogue that cannot be read, or that did not go as it says.</summary>
internal sealed class DialogueException(string message) : Exception(message);
