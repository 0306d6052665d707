using System;
using System.Collections.Generic;
using System.IO;
using Tests.Interop.Rtmp;

namespace Tests.Interop.Failures;

/// <summary>The program itself as a process, to be killed.</summary>
internal static class SimulatorProcess
{
    /// <summary>The program that was built together with these tests.</summary>
    public static string Program => Path.Combine(AppContext.BaseDirectory, "simulator.dll");

    /// <summary>Starts it.</summary>
    public static ForeignProgram Start(params IReadOnlyList<string> arguments) => ForeignProgram.Start("dotnet", [Program, .. arguments]);
}
