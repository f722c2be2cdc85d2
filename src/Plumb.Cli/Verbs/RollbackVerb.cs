using System.CommandLine;
using System.Globalization;
using Plumb.Cli.Client;
using Plumb.Cli.Commands;
using Plumb.Cli.Output;
using Plumb.Contracts.Json;
using Plumb.Contracts.Stacks;

namespace Plumb.Cli.Verbs;

/// <summary><c>plumb rollback STACK --to SEQUENCE</c>: back to an older deployment object, and stay there.</summary>
internal sealed class RollbackVerb : ClientVerb
{
    private const string Newest = "newest";

    private readonly StackArgument stack;
    private readonly Option<string> to;
    private readonly Option<bool> untilChange = new("--until-change") { Description = "Only until newer content is published than there is now." };

    public RollbackVerb(Surroundings surroundings)
        : base(surroundings, "rollback", "Takes a stack back to an older deployment object and keeps it there, whatever its source says, until it is told otherwise.",
            new Example("plumb history web", "see what there is"),
            new Example("plumb rollback web --to 12", "back to deployment object 12, and stay there"),
            new Example("plumb rollback web --to 12 --until-change", "and go on with the next commit that changes web"),
            new Example("plumb rollback web --to newest", "follow the source again"))
    {
        stack = new(this);
        to = this.Flag("--to", "A sequence of 'plumb history', or 'newest'.", "SEQUENCE");
        Add(untilChange);
        Asks(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse, ApiClient api, CancellationToken cancellation)
    {
        var name = stack.Read(parse);
        var body = Body(parse.GetValue(to), parse.GetValue(untilChange));
        var path = await StackPath.OfAsync(api, name, cancellation);
        await api.PostAsync($"roll back stack '{name}'", $"{path}/rollback", body, PlumbJson.Default.RollbackBody, ClientJson.Reading.ActionView, cancellation);
        Here.Error.WriteLine(body.To is { } sequence
            ? $"{Clean.Line(name)}: desired is deployment object {sequence.ToString(CultureInfo.InvariantCulture)}{(body.UntilChange ? " until newer content is published" : "; 'plumb rollback --to newest' follows the source again")}"
            : $"{Clean.Line(name)}: desired is the newest deployment object");
        return ExitCode.Good;
    }

    private static RollbackBody Body(string? given, bool untilChange) => given switch
    {
        Newest when !untilChange => new RollbackBody(),
        _ when long.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) => new RollbackBody { To = sequence, UntilChange = untilChange },
        _ => throw new CommandException(
            "roll back", $"--to {(given is null ? "is missing" : $"'{Clean.Line(given)}' does not fit")}", "Give a sequence of 'plumb history', or 'newest' without --until-change.", exit: ExitCode.Misuse),
    };
}
