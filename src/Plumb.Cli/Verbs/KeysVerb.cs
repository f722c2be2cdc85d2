using System.CommandLine;
using Plumb.Cli.Client;
using Plumb.Cli.Commands;
using Plumb.Cli.Kinds;
using Plumb.Cli.Output;

namespace Plumb.Cli.Verbs;

/// <summary><c>plumb keys create|list|rotate|revoke</c>.</summary>
internal static class KeysVerb
{
    public static Command Build(Surroundings surroundings) => new Verb(
        "keys",
        "Makes, lists, rotates and revokes keys. A key's text is shown once, when it is made.",
        new Example("plumb keys create --role agent --name edge-1 > edge-1.key", "the key that agent edge-1 comes with"),
        new Example("plumb keys list", "which keys there are, and when each was used last"),
        new Example("plumb keys rotate 0197f2c4a1b37d6e8f9012345678abcd --overlap 1h", "a new one; the old one works on for an hour"),
        new Example("plumb keys revoke 0197f2c4a1b37d6e8f9012345678abcd", "ends it at once"))
    {
        new KeysCreateVerb(surroundings),
        new KeysListVerb(surroundings),
        new KeysRotateVerb(surroundings),
        new KeysRevokeVerb(surroundings),
    };
}

internal sealed class KeysListVerb : ClientVerb
{
    private readonly OutputFlag output;

    public KeysListVerb(Surroundings surroundings)
        : base(surroundings, "list", "Lists the keys, the oldest first; revoked ones for a year.", new Example("plumb keys list -o wide", "and who made each"))
    {
        output = new(this, OutputFormat.Table, OutputFormat.Wide, OutputFormat.Json, OutputFormat.Yaml, OutputFormat.Name);
        Asks(async (parse, api, cancellation) =>
        {
            var format = output.Read(parse);
            var rows = await KeyKind.Kind.ListAsync(api, new(), format == OutputFormat.Wide, Here.Time, cancellation);
            return new ListOutput(Here, KeyKind.Kind).Write(format, rows, ListOutput.PageOf(rows), headers: true);
        });
    }
}

internal sealed class KeysRevokeVerb : ClientVerb
{
    private readonly Argument<string> key;

    public KeysRevokeVerb(Surroundings surroundings)
        : base(surroundings, "revoke", "Ends a key at once, and whatever still waits with it.", new Example("plumb keys revoke edge-1", "the only key of that name"))
    {
        key = Word("KEY", "Its id, or its name where only one has it.");
        Asks(async (parse, api, cancellation) =>
        {
            var name = parse.GetValue(key)!;
            var answer = await api.PostAsync($"revoke key '{name}'", $"api/v1/keys/{Uri.EscapeDataString(name)}/revoke", ClientJson.Reading.KeyView, cancellation);
            Here.Error.WriteLine($"{answer.Value.Id} ({answer.Value.Role} {Clean.Line(answer.Value.Name)}): revoked.");
            return ExitCode.Good;
        });
    }
}
