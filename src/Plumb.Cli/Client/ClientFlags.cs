using System.CommandLine;
using Plumb.Cli.Commands;

namespace Plumb.Cli.Client;

/// <summary>The flags that say which control plane is meant.</summary>
internal sealed class ClientFlags(Verb verb)
{
    private readonly Option<string> server = verb.Flag("--server", "Address of the control plane; else PLUMB_SERVER, the context, or the one that runs on this machine.", "URL");
    private readonly Option<string> token = verb.Flag("--token", "Key to it; else PLUMB_TOKEN, PLUMB_TOKEN_FILE, the context, or this machine's admin key.", "KEY");
    private readonly Option<string> context = verb.Flag("--context", "Name of a context of ~/.config/plumb/config.yaml.", "NAME");
    private readonly Option<string> data = verb.Flag("--data", "Data directory of this machine's control plane.", "DIR");

    public Wanted Read(ParseResult parse) => new(parse.GetValue(server), parse.GetValue(token), parse.GetValue(context), parse.GetValue(data));

    internal sealed record Wanted(string? Server = null, string? Token = null, string? Context = null, string? Data = null);
}
