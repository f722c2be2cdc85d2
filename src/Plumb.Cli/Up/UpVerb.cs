using System.CommandLine;
using Plumb.Cli.Commands;
using Plumb.Cli.Configuration;

namespace Plumb.Cli.Up;

/// <summary><c>plumb up</c>: control plane and one agent in one process.</summary>
internal sealed class UpVerb : Verb, IConfigured
{
    private readonly SettingFlags settings;

    public UpVerb(Surroundings surroundings)
        : base("up", "Runs the control plane and one agent in this process, until Ctrl-C or SIGTERM. Containers stay.",
            new Example("plumb up --repo https://git.example/infra.git --dir stacks", "keep the stacks of a repository true"),
            new Example("plumb up --repo . --drift-policy flag", "show what drifted, change nothing of it"),
            new Example("GIT_ACCESS_TOKEN_FILE=/run/secrets/git plumb up --config plumb.yaml", "from a file, with a token"))
    {
        settings = new(this, surroundings, Takers.Up);
        Runs(async (parse, cancellation) => await new UpProcess(surroundings, Load(parse, [])).RunAsync(cancellation));
    }

    public PlumbConfiguration Load(ParseResult parse, IReadOnlyList<Complaint> earlier) => settings.Load(parse, earlier);
}
