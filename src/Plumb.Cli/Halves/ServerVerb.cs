using System.CommandLine;
using Plumb.Cli.Commands;
using Plumb.Cli.Configuration;

namespace Plumb.Cli.Halves;

/// <summary><c>plumb server</c>: the control plane without an agent.</summary>
internal sealed class ServerVerb : Verb, IConfigured
{
    private readonly SettingFlags settings;

    public ServerVerb(Surroundings surroundings)
        : base("server", "Runs the control plane in this process, until Ctrl-C or SIGTERM. Agents come to it; it touches no container.",
            new Example("plumb server --listen 127.0.0.1:8080", "for agents of this machine, or behind a proxy that speaks TLS"),
            new Example("plumb server --repo https://git.example/infra.git --dir stacks", "with the stacks of a repository"))
    {
        settings = new(this, surroundings, Takers.Server);
        Runs(async (parse, cancellation) => await new ServerProcess(surroundings, Load(parse, [])).RunAsync(cancellation));
    }

    public PlumbConfiguration Load(ParseResult parse, IReadOnlyList<Complaint> earlier) => settings.Load(parse, earlier);
}
