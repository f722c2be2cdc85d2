using System.CommandLine;
using Plumb.Cli.Client;
using Plumb.Cli.Commands;

namespace Plumb.Cli.Verbs;

/// <summary>A verb that asks the control plane.</summary>
internal class ClientVerb : Verb
{
    private readonly Surroundings surroundings;
    private ClientFlags? flags;

    public ClientVerb(Surroundings surroundings, string name, string description, params IReadOnlyList<Example> examples)
        : base(name, description, examples)
    {
        this.surroundings = surroundings;
    }

    protected Surroundings Here => surroundings;

    /// <summary>Adds the flags of every client verb; call it last, so that help shows the verb's own first.</summary>
    protected void Asks(Func<ParseResult, ApiClient, CancellationToken, Task<int>> action)
    {
        flags = new ClientFlags(this);
        Runs(async (parse, cancellation) =>
        {
            using var api = Open(parse);
            return await action(parse, api, cancellation);
        });
    }

    /// <summary>A client for the control plane that the flags name.</summary>
    public ApiClient Open(ParseResult parse, TimeSpan? patience = null) =>
        new(new EndpointFinder(surroundings, flags!.Read(parse)).Find(), patience);
}
