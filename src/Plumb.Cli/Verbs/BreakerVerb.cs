using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Plumb.Cli.Client;
using Plumb.Cli.Commands;
using Plumb.Cli.Kinds;
using Plumb.Cli.Output;
using Plumb.Contracts.Agents;
using Plumb.Contracts.Json;

namespace Plumb.Cli.Verbs;

/// <summary><c>plumb breaker status|open|reset [WORLD]</c>.</summary>
internal static class BreakerVerb
{
    public static Command Build(Surroundings surroundings) => new Verb(
        "breaker",
        "Shows, opens and resets circuit breakers: an open one lets no step of its world run, looking goes on.",
        new Example("plumb breaker status", "every world and how its breaker stands"),
        new Example("plumb breaker open compose:engine", "let nothing be changed on the engine"),
        new Example("plumb breaker reset compose:engine", "close it again"))
    {
        new BreakerStatusVerb(surroundings),
        new BreakerSetVerb(surroundings, "open", "Opens a breaker: no step of that world runs until it is reset."),
        new BreakerSetVerb(surroundings, "reset", "Closes a breaker and forgets what opened it."),
    };
}

internal sealed class BreakerStatusVerb : ClientVerb
{
    private readonly Argument<string?> world = new("WORLD") { Description = "Only this world.", Arity = ArgumentArity.ZeroOrOne };
    private readonly OutputFlag output;

    public BreakerStatusVerb(Surroundings surroundings)
        : base(surroundings, "status", "Shows every world and how its breaker stands.", new Example("plumb breaker status", "every world"))
    {
        Add(world);
        output = new(this, OutputFormat.Table, OutputFormat.Json, OutputFormat.Yaml);
        Asks(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse, ApiClient api, CancellationToken cancellation)
    {
        var format = output.Read(parse);
        var now = Here.Time.GetUtcNow();
        var worlds = (await AgentWorlds.ListAsync(api, cancellation)).Where(w => parse.GetValue(world) is null || w.World.World == parse.GetValue(world)).ToList();
        if (worlds.Count == 0)
        {
            throw new CommandException("show breakers", parse.GetValue(world) is { } name ? $"no agent has a world '{name}'" : "no agent has reported a world yet", "'plumb get agents' lists the agents.");
        }

        if (format != OutputFormat.Table)
        {
            var items = new JsonObject { ["items"] = new JsonArray([.. worlds.Select(Node)]), ["next"] = null }.ToElement();
            (format == OutputFormat.Json ? (Action<TextWriter, JsonElement>)JsonOutput.Write : YamlOutput.Write)(Here.Out, items);
            return ExitCode.Good;
        }

        new TableWriter(Here, ["WORLD", "AGENT", "BREAKER", "SINCE", "TRIES AGAIN", "OPENED BY", "WORLD SEEN"], headers: true).Write(
        [
            .. worlds.Select(w => (IReadOnlyList<Cell>)
            [
                w.World.World, w.Agent, new(w.World.Breaker, w.World.Breaker == "closed" ? Tone.Good : Tone.Bad), Age.Of(w.World.BreakerSince, now),
                w.World.BreakerTryAt is { } at ? $"in {Age.Of(at - now)}" : "", w.World.OpenedBy, w.World.WhyUnreachable ?? "yes",
            ]),
        ]);
        return ExitCode.Good;
    }

    /// <summary>As the API has it of an agent, and whose it is.</summary>
    private static JsonNode Node(AgentWorlds worlds)
    {
        var node = JsonSerializer.SerializeToNode(worlds.World, PlumbJson.Default.WorldView)!;
        node["agent"] = worlds.Agent;
        return node;
    }
}

internal sealed class BreakerSetVerb : ClientVerb
{
    private readonly Argument<string?> world = new("WORLD") { Description = "The world; may be left out where there is only one.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string> agent;

    public BreakerSetVerb(Surroundings surroundings, string word, string description)
        : base(surroundings, word, description, new Example($"plumb breaker {word} compose:engine", "of the only agent that has it"))
    {
        Add(world);
        agent = Flag("--agent", "The agent, where several have that world.", "NAME");
        Asks(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse, ApiClient api, CancellationToken cancellation)
    {
        var tried = $"{Name} the breaker";
        var found = (await AgentWorlds.ListAsync(api, cancellation))
            .Where(w => parse.GetValue(world) is not { } name || w.World.World == name)
            .Where(w => parse.GetValue(agent) is not { } name || w.Agent == name)
            .ToList();
        var chosen = found switch
        {
            [var only] => only,
            [] => throw new CommandException(tried, "no agent has such a world", "'plumb breaker status' lists them."),
            _ => throw new UsageException(UsageCodes.WordInvalid, $"which one? {string.Join(", ", found.Select(w => $"{w.World.World} of agent {w.Agent}"))}; name the world, and the agent with --agent"),
        };
        await api.PostAsync(tried, $"api/v1/agents/{Uri.EscapeDataString(chosen.Agent)}/breakers/{Uri.EscapeDataString(chosen.World.World)}/{Name}", cancellation);
        Here.Error.WriteLine($"{chosen.World.World} of agent {chosen.Agent}: asked to {Name}.");
        return ExitCode.Good;
    }
}

/// <summary>The worlds of every agent.</summary>
internal sealed record AgentWorlds(string Agent, WorldView World)
{
    public static async Task<IReadOnlyList<AgentWorlds>> ListAsync(ApiClient api, CancellationToken cancellation)
    {
        var page = await api.GetAsync("list agents", "api/v1/agents?limit=500", ClientJson.Reading.PageAgentView, cancellation);
        return [.. page.Value.Items.SelectMany(a => a.Worlds.Select(w => new AgentWorlds(a.Name, w)))];
    }
}
