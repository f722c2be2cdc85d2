using System.CommandLine;
using Plumb.Cli.Commands;
using Plumb.Cli.Configuration;

namespace Plumb.Cli.Halves;

/// <summary><c>plumb agent</c>: one agent of a control plane that runs elsewhere.</summary>
internal sealed class AgentVerb : Verb, IConfigured
{
    private readonly SettingFlags settings;
    private readonly Option<string> token;

    public AgentVerb(Surroundings surroundings)
        : base("agent", "Runs one agent in this process, until Ctrl-C or SIGTERM. It goes on, and starts, also while the control plane is away. Containers stay.",
            new Example("plumb agent --server https://plumb.example.org --name edge-1 --token-file /etc/plumb/agent.key", "keep true on this machine what edge-1 is responsible for"),
            new Example("plumb agent --server https://plumb.example.org --name edge-1 --token-file agent.key --label prod --annotation region=eu --subscribe shop", "with labels, an annotation, and consent to serve the publisher shop"))
    {
        settings = new(this, surroundings, Takers.Agent | Takers.Link, (Settings.AgentName, "--name"));
        token = Flag("--token", "The agent's key itself. A list of processes shows it: --token-file, or PLUMB_TOKEN, keeps it to yourself.", "KEY");
        Runs(async (parse, cancellation) => await new AgentProcess(surroundings, Complete(Load(parse, []))).RunAsync(cancellation));
    }

    public PlumbConfiguration Load(ParseResult parse, IReadOnlyList<Complaint> earlier) =>
        settings.Load(parse, earlier, parse.GetValue(token) is { } text ? [new Given(Settings.AgentToken, [text], Origin.Flag("--token"))] : []);

    /// <exception cref="UsageException">What only an agent of its own needs is missing.</exception>
    internal static PlumbConfiguration Complete(PlumbConfiguration configuration)
    {
        var errors = new List<Complaint>();
        Need(configuration.Get(Settings.AgentServer) is null, Settings.AgentServer, "--server URL or PLUMB_SERVER");
        Need(configuration.Get(Settings.AgentToken) is null, Settings.AgentToken, "--token-file FILE, PLUMB_TOKEN or PLUMB_TOKEN_FILE; 'plumb keys create --role agent --name NAME' makes one");
        // Two agents with a name that nobody chose would fence each other off.
        Need(configuration.Of(Settings.AgentName).From == Origin.Default, Settings.AgentName, "--name NAME or PLUMB_AGENT_NAME");
        if (configuration.Get(Settings.AgentServer) is { } server && new Uri(server) is { Scheme: "http", IsLoopback: false } && !configuration.Get(Settings.AgentAllowHttp))
        {
            errors.Add(new(UsageCodes.ConfigValue, $"{Settings.AgentServer.Key}: {server} is plain HTTP to another machine, which shows the key to all on the way; give an https:// address, or say --allow-http"));
        }

        return errors.Count == 0 ? configuration : throw new UsageException(errors);

        void Need(bool missing, Setting setting, string how)
        {
            if (missing)
            {
                errors.Add(new(UsageCodes.ConfigValue, $"{setting.Key} is missing; give {how}"));
            }
        }
    }
}
