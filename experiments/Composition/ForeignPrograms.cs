using System;
using System.Collections.Generic;
using System.Linq;
using Experiments.Scenario;
using Experiments.Scenario.Records;

namespace Experiments.Composition;

/// <summary>What the programs of the machine need that a scenario puts in place of ours.</summary>
internal static class ForeignPrograms
{
    // What keeps a program from outliving the run, and what turns the sockets of one that asks for TCP into MPTCP.
    private const string Keeper = "setpriv";
    private const string Converter = "mptcpize";

    /// <summary>The host that an application with a command runs on.</summary>
    public static string HostOf(ApplicationDefinition definition) => definition switch
    {
        RtmpServerApplication server => server.Host.Name,
        RtmpPushApplication push => push.Host.Name,
        RtmpClientApplication client => client.Host.Name,
        _ => throw new InvalidOperationException($"an application of the kind '{definition.Kind}' has no command"),
    };

    /// <summary>The URL that a program publishes to or plays from; null of a server.</summary>
    public static RtmpUrl? UrlOf(ApplicationDefinition definition) => definition switch
    {
        RtmpPushApplication push => push.To,
        RtmpClientApplication client => client.From,
        _ => null,
    };

    /// <summary>The server that an application is, or that it connects to.</summary>
    public static RtmpServerApplication ServerOf(ApplicationDefinition definition, IEnumerable<RtmpServerApplication> servers) =>
        definition as RtmpServerApplication
        ?? servers.First(server => UrlOf(definition) is { } url && server.Host.Name == url.Host.Name && server.Port == url.Port);

    /// <summary>That simulated hosts run none.</summary>
    public static ScenarioError Refusal(ApplicationDefinition definition) => new(
        definition.Command!.At,
        $"applications.{definition.Name}.command: '{definition.Command.Program}' is a program of this machine, which simulated hosts cannot run; "
            + "use 'stack: { kind: kernel }', or take 'command' out for our own");

    /// <summary>Whether a program's sockets are to be made MPTCP.</summary>
    public static bool UsesMptcp(ApplicationDefinition definition, StackDefinition stack) =>
        definition.Command!.Mptcp ?? stack.Transport != TransportKind.Tcp;

    /// <summary>The words to start a program by, without placeholders.</summary>
    public static IReadOnlyList<string> Words(CommandDefinition command, bool usesMptcp, Func<string, string> valueOf)
    {
        IEnumerable<string> words = command.Words.Select(word => CommandPlaceholder.Fill(word, valueOf));
        return usesMptcp ? [Converter, "run", .. words] : [.. words];
    }

    /// <summary>Makes sure that this machine has the programs.</summary>
    /// <exception cref="MachineLacksException">It has not.</exception>
    public static void Require(ScenarioDefinition scenario, IEnumerable<ApplicationDefinition> applications)
    {
        foreach (ApplicationDefinition application in applications.Where(application => application.Command is not null))
        {
            Require(application, application.Command!.Program, "");
            Require(application, Keeper, "; 'apt-get install util-linux' installs it");
            StackDefinition stack = scenario.StackOf(scenario.Hosts.First(host => host.Name.Name == HostOf(application)));
            if (UsesMptcp(application, stack))
            {
                Require(application, Converter, "; 'apt-get install mptcpize' installs it, or 'mptcp: false' does without");
            }
        }
    }

    private static void Require(ApplicationDefinition application, string program, string remedy)
    {
        // A path may have placeholders in it, and then only the run knows it.
        if (!program.Contains('/') && !program.Contains('{') && Doctor.Find(program) is null)
        {
            throw new MachineLacksException($"applications.{application.Name}.command: this machine has no program '{program}'{remedy}");
        }
    }
}
