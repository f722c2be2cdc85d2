using System.CommandLine;
using System.Globalization;
using Plumb.Cli.Client;
using Plumb.Cli.Commands;
using Plumb.Cli.Kinds;
using Plumb.Cli.Output;
using Plumb.Contracts.Problems;

namespace Plumb.Cli.Verbs;

/// <summary><c>plumb get KIND [NAME]</c>.</summary>
internal sealed class GetVerb : ClientVerb
{
    private readonly KindArgument kind;
    private readonly NameOfKind name = new(optional: true);
    private readonly OutputFlag output;
    private readonly Option<string> selector;
    private readonly Option<string> stack;
    private readonly Option<string> limit;
    private readonly Option<bool> watch;
    private readonly Option<bool> noHeaders;

    public GetVerb(Surroundings surroundings)
        : base(surroundings, "get", "Lists things of a kind, or shows one.",
            new Example("plumb get stacks", "every stack, how it stands and what holds it"),
            new Example("plumb get stacks --watch", "and each change as it comes"),
            new Example("plumb get stack web -o yaml", "all that is known of one"),
            new Example("plumb get alerts -o json", "as the API tells it"))
    {
        kind = new(this);
        Add(name);
        output = new(this, OutputFormat.Table, OutputFormat.Wide, OutputFormat.Json, OutputFormat.Yaml, OutputFormat.Name);
        selector = Flag("--selector", "Only stacks or agents that this selects by labels and annotations.", "env=prod,!spot", "-l");
        stack = Flag("--stack", "Only decisions of this stack.", "NAME");
        limit = Flag("--limit", "At most so many. Of decisions and alerts the newest 100 are shown unasked, of all else everything.", "NUMBER");
        watch = Switch("--watch", "Goes on, and shows each change, until Ctrl-C.", "-w");
        noHeaders = Switch("--no-headers", "Leaves out the titles of the columns.");
        Asks(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse, ApiClient api, CancellationToken cancellation)
    {
        var chosen = kind.Read(parse);
        var format = output.Read(parse);
        var one = parse.GetValue(name);
        var narrowing = Narrow(parse, chosen);
        async Task<IReadOnlyList<Listed>> ListAsync()
        {
            try
            {
                return await chosen.ListAsync(api, narrowing, format == OutputFormat.Wide, Here.Time, cancellation);
            }
            catch (CommandException refused) when (narrowing.Selector is not null && refused.Code == ProblemCodes.QueryInvalid.Code)
            {
                // The control plane alone knows what a selector is.
                throw new UsageException(UsageCodes.FlagInvalid, $"--selector: {refused.Mend}");
            }
        }

        if (one is not null && !parse.GetValue(watch))
        {
            var found = await chosen.OneAsync(api, one, format == OutputFormat.Wide, Here.Time, cancellation);
            return new ListOutput(Here, chosen).Write(format, [found], found.Raw, !parse.GetValue(noHeaders));
        }

        var all = await ListAsync();
        if (parse.GetValue(watch))
        {
            var only = one is null ? (Func<Listed, bool>)(_ => true) : row => row.Name == one;
            return await new Watch(Here, chosen, format, !parse.GetValue(noHeaders)).RunAsync(async () => [.. (await ListAsync()).Where(only)], cancellation);
        }

        return new ListOutput(Here, chosen).Write(format, all, ListOutput.PageOf(all), !parse.GetValue(noHeaders));
    }

    /// <exception cref="UsageException">A flag that this kind does not know, or a wrong number.</exception>
    private Narrowing Narrow(ParseResult parse, Kind chosen)
    {
        var errors = new List<Complaint>();
        if (parse.GetValue(selector) is not null && !chosen.HasLabels)
        {
            errors.Add(new(UsageCodes.FlagInvalid, $"--selector is for stacks and agents; {chosen.Plural} have no labels"));
        }

        if (parse.GetValue(stack) is not null && chosen != DecisionKind.Kind)
        {
            errors.Add(new(UsageCodes.FlagInvalid, $"--stack is for decisions, not for {chosen.Plural}"));
        }

        var most = 0;
        if (parse.GetValue(limit) is { } text && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out most) || most < 1))
        {
            errors.Add(new(UsageCodes.FlagInvalid, $"--limit: '{text}' must be a whole number above zero, such as 20"));
        }

        return errors.Count == 0 ? new(parse.GetValue(selector), parse.GetValue(stack), most == 0 ? null : most) : throw new UsageException(errors);
    }
}
