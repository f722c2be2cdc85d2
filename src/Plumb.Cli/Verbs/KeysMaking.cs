using System.CommandLine;
using Plumb.Cli.Client;
using Plumb.Cli.Commands;
using Plumb.Cli.Output;
using Plumb.Contracts.Json;
using Plumb.Contracts.Keys;

namespace Plumb.Cli.Verbs;

/// <summary><c>plumb keys create --role ROLE --name NAME</c>.</summary>
internal sealed class KeysCreateVerb : ClientVerb
{
    private static readonly string[] Roles = ["admin", "operator", "viewer", "publisher", "agent", "task"];

    private readonly Option<string> role;
    private readonly Option<string> name;
    private readonly Option<string> expires;
    private readonly NewKey shown;

    public KeysCreateVerb(Surroundings surroundings)
        : base(surroundings, "create", "Makes a key, and writes it to standard output: the only time that it is shown.",
            new Example("plumb keys create --role agent --name edge-1 > edge-1.key", "for agent edge-1"),
            new Example("plumb keys create --role publisher --name shop --expires-in 90d", "for the pipeline that publishes the stacks of shop"))
    {
        role = Flag("--role", $"What it may do: {string.Join(", ", Roles)}.", string.Join('|', Roles));
        role.CompletionSources.Add(_ => Roles.Select(word => new System.CommandLine.Completions.CompletionItem(word)));
        name = Flag("--name", "Whose it is: of an agent's or publisher's key, that agent's or publisher's name.", "NAME");
        expires = Flag("--expires-in", "How long it is good for; unsaid, until it is revoked.", "DURATION");
        shown = new(this);
        Asks(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse, ApiClient api, CancellationToken cancellation)
    {
        if (parse.GetValue(role) is not { } wanted || !Roles.Contains(wanted, StringComparer.Ordinal))
        {
            throw new UsageException(UsageCodes.FlagInvalid, $"--role: '{parse.GetValue(role)}' must be one of {string.Join(", ", Roles)}, such as agent");
        }

        var whose = parse.GetValue(name) ?? throw new UsageException(UsageCodes.FlagInvalid, "--name is missing: whose key is it? Such as --name edge-1");
        var body = new KeyBody(wanted, whose, NewKey.Read("--expires-in", parse.GetValue(expires)));
        return shown.Write(Here, parse, await api.PostAsync($"make a key for {wanted} '{whose}'", "api/v1/keys", body, ClientJson.Reading.KeyBody, ClientJson.Reading.KeyMade, cancellation));
    }
}

/// <summary><c>plumb keys rotate KEY</c>.</summary>
internal sealed class KeysRotateVerb : ClientVerb
{
    private readonly Argument<string> key;
    private readonly Option<string> overlap;
    private readonly NewKey shown;

    public KeysRotateVerb(Surroundings surroundings)
        : base(surroundings, "rotate", "Makes the key that follows another, and writes it to standard output. The old one works on for a while.",
            new Example("plumb keys rotate edge-1 > edge-1.key", "the old one works for another day"),
            new Example("plumb keys rotate edge-1 --overlap 0s", "and ends at once"))
    {
        key = Word("KEY", "Its id, or its name where only one has it.");
        overlap = Flag("--overlap", "How long the old one works on. Default 1d.", "DURATION");
        shown = new(this);
        Asks(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse, ApiClient api, CancellationToken cancellation)
    {
        var name = parse.GetValue(key)!;
        var body = new KeyRotateBody(NewKey.Read("--overlap", parse.GetValue(overlap)));
        return shown.Write(Here, parse, await api.PostAsync($"rotate key '{name}'", $"api/v1/keys/{Uri.EscapeDataString(name)}/rotate", body, ClientJson.Reading.KeyRotateBody, ClientJson.Reading.KeyMade, cancellation));
    }
}

/// <summary>How a new key is handed over: its text alone, so that it can go into a file or a variable.</summary>
internal sealed class NewKey(Verb verb)
{
    private readonly OutputFlag output = new(verb, OutputFormat.Name, OutputFormat.Json, OutputFormat.Yaml);

    /// <exception cref="UsageException">Not a duration.</exception>
    public static TimeSpan? Read(string flag, string? text) =>
        text is null ? null
        : Duration.TryParse(text, out var duration) ? duration
        : throw new UsageException(UsageCodes.FlagInvalid, $"{flag}: '{text}' must be a duration, such as 90d or 1h30m");

    public int Write(Surroundings here, ParseResult parse, Answer<KeyMade> answer)
    {
        switch (output.Read(parse))
        {
            case OutputFormat.Json:
                JsonOutput.Write(here.Out, answer.Raw);
                break;
            case OutputFormat.Yaml:
                YamlOutput.Write(here.Out, answer.Raw);
                break;
            default:
                here.Out.WriteLine(answer.Value.Token);
                here.Error.WriteLine($"{answer.Value.Key.Id} ({answer.Value.Key.Role} {Clean.Line(answer.Value.Key.Name)}): made. This is the only time that it is shown.");
                break;
        }

        return ExitCode.Good;
    }
}
