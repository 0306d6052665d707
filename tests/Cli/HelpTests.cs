using NUnit.Framework;

namespace Tests.Cli;

/// <summary>The help, word for word, and what <c>list</c> prints.</summary>
public class HelpTests
{
    [TestCase("--help")]
    [TestCase("-h")]
    public void The_help_lists_the_verbs(string option)
    {
        CommandLineCase line = new();

        Assert.That(line.Invoke(option), Is.EqualTo(0));
        Assert.That(line.Out, Does.StartWith("""
            Description:
              What happens to a live stream when links differ, degrade, fail and come back

            Usage:
              simulator [command] [options]

            Options:
              -h, --help  Show help and usage information

            Commands:

            """));
        Assert.That(line.Out, Does.Match("  run <SCENARIO> +Run a scenario once\n"));
        Assert.That(line.Out, Does.Match("  sweep <SCENARIO> +Run every combination of a scenario's sweep with several seeds, on all processors\n"));
        Assert.That(line.Out, Does.Match("  list <KIND> +Show what can be named in a scenario\n"));
    }

    [Test]
    public void The_help_of_run_lists_its_options()
    {
        CommandLineCase line = new();

        Assert.That(line.Invoke("run", "--help"), Is.EqualTo(0));
        Assert.That(line.Out, Is.EqualTo("""
            Description:
              Run a scenario once

            Usage:
              simulator run <SCENARIO> [options]

            Arguments:
              <SCENARIO>  A scenario file, or the name of a shipped scenario ('list scenarios')

            Options:
              --set <path=value>        Replace a value of the scenario, such as isps.isp1.delay="80 ms"; repeatable
              --seed <N>                The seed of all random numbers
              --out <DIR>               The folder for the results [default: results/runs/NAME/ID]
              --stack <KIND>            Whose transport stack to run: model, kernel or linux
              --pcap                    Record the packets of every NIC as pcapng
              --quiet                   Print errors only
              --hosts <LIST>            Real machines as its hosts, reached by ssh: push=user@a,server=user@b,...
              --remote <COMMAND>        How the simulator is started on those machines [default: simulator]
              --ssh-option <KEY=VALUE>  An option for ssh, such as Port=2222 (see ssh_config(5)); repeatable
              -h, --help                Show help and usage information


            """));
    }

    [Test]
    public void The_help_of_list_names_its_argument()
    {
        CommandLineCase line = new();

        Assert.That(line.Invoke("list", "--help"), Is.EqualTo(0));
        Assert.That(line.Out, Is.EqualTo("""
            Description:
              Show what can be named in a scenario

            Usage:
              simulator list [<KIND>] [options]

            Arguments:
              <KIND>  Only this kind, such as schedulers

            Options:
              -h, --help  Show help and usage information


            """));
    }

    [Test]
    public void List_shows_every_kind_of_name()
    {
        CommandLineCase line = new();

        Assert.That(line.Invoke("list"), Is.EqualTo(0));
        Assert.That(line.Out, Does.StartWith("""
            schedulers:
              blest        blocks nobody
              round-robin  one after the other
            profiles:
              linux-6.18  mainline
            scenarios:
              dual-stack
            """));
        Assert.That(
            line.Out, Does.Match("\n  quickstart +A live stream from a camera over a server to a viewer\\.\n"));
    }

    [Test]
    public void List_of_one_kind_prints_one_name_a_line()
    {
        CommandLineCase line = new();

        Assert.That(line.Invoke("list", "schedulers"), Is.EqualTo(0));
        Assert.That(line.Out, Is.EqualTo("blest        blocks nobody\nround-robin  one after the other\n"));
    }

    [Test]
    public void List_of_an_unknown_kind_suggests_the_nearest()
    {
        CommandLineCase line = new();

        Assert.That(line.Invoke("list", "schedulres"), Is.EqualTo(2));
        Assert.That(
            line.Error,
            Is.EqualTo(
                "list: unknown kind 'schedulres'; did you mean 'schedulers'? (allowed: profiles, scenarios, "
                    + "schedulers)\n"));
    }
}
