using System.CommandLine;
using Plumb.Cli.Client;
using Plumb.Cli.Commands;
using Plumb.Cli.Output;

namespace Plumb.Cli.Verbs;

/// <summary><c>plumb delete KIND NAME</c>.</summary>
internal sealed class DeleteVerb : ClientVerb
{
    private static readonly string[] Kinds = ["stack", "publisher", "source", "agent", "target", "subscription", "key"];

    private readonly Argument<string> kind;
    private readonly Argument<string> name;
    private readonly Option<bool> keepRunning;
    private readonly Option<bool> forget;

    public DeleteVerb(Surroundings surroundings)
        : base(surroundings, "delete", "Deletes a thing. Agents take away what they run of a stack, also after downtime, and say so.",
            new Example("plumb delete stack shop/web", "its agents remove it, and then it is gone"),
            new Example("plumb delete stack shop/web --keep-running", "its containers stay, and are nobody's"),
            new Example("plumb delete target edge-1/shop/web", "the same as plumb target edge-1 shop/web --remove"),
            new Example("plumb delete agent edge-1 --forget", "the machine is no more: nobody waits for it"))
    {
        kind = Word("KIND", $"One of {string.Join(", ", Kinds)}.");
        kind.CompletionSources.Add(_ => Kinds.Select(k => new System.CommandLine.Completions.CompletionItem(k)));
        name = Word("NAME", "Its name or id; of a stack PUBLISHER/NAME, of a target AGENT/STACK, of a subscription AGENT/PUBLISHER.");
        keepRunning = Switch("--keep-running", "Of a stack or publisher: agents leave the containers, and give up the ownership.");
        forget = Switch("--forget", "Of an agent: also while it has stacks. Nobody waits for it any more, and what runs there stays.");
        Asks(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse, ApiClient api, CancellationToken cancellation)
    {
        var word = parse.GetValue(kind)!;
        var of = Kinds.FirstOrDefault(k => k == word || $"{k}s" == word) ?? throw new UsageException(UsageCodes.KindUnknown, $"'{Clean.Line(word)}' cannot be deleted; {string.Join(", ", Kinds)} can");
        if (parse.GetValue(keepRunning) && of is not ("stack" or "publisher"))
        {
            throw new UsageException(UsageCodes.FlagInvalid, "--keep-running is for stacks and publishers");
        }

        if (parse.GetValue(forget) && of != "agent")
        {
            throw new UsageException(UsageCodes.FlagInvalid, "--forget is for agents");
        }

        var whose = parse.GetValue(name)!;
        var query = parse.GetValue(keepRunning) ? "?keepRunning=true" : parse.GetValue(forget) ? "?forget=true" : "";
        var tried = $"delete {of} '{whose}'";
        if (of == "key")
        {
            // A key that ended is kept for a year: who it was is in the audit log.
            await api.PostAsync(tried, $"api/v1/keys/{Uri.EscapeDataString(whose)}/revoke", cancellation);
        }
        else
        {
            await api.DeleteAsync(tried, await ObjectPath.OfAsync(api, of, whose, cancellation) + query, cancellation);
        }

        Here.Error.WriteLine($"{of} {Clean.Line(whose)}: deleted.");
        return ExitCode.Good;
    }
}
