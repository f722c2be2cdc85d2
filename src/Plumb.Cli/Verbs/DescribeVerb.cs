using System.CommandLine;
using Plumb.Cli.Client;
using Plumb.Cli.Commands;
using Plumb.Cli.Kinds;
using Plumb.Cli.Output;

namespace Plumb.Cli.Verbs;

/// <summary><c>plumb describe KIND NAME</c>: all about it.</summary>
internal sealed class DescribeVerb : ClientVerb
{
    /// <summary>How many of a stack's decisions are shown.</summary>
    private const int Decisions = 10;

    private readonly KindArgument kind;
    private readonly NameOfKind name = new();

    public DescribeVerb(Surroundings surroundings)
        : base(surroundings, "describe", "Shows all about one thing.",
            new Example("plumb describe stack web", "its conditions, differences, holds, containers and last decisions"),
            new Example("plumb describe agent local", "what it can see and how its breakers stand"))
    {
        kind = new(this);
        Add(name);
        Asks(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse, ApiClient api, CancellationToken cancellation)
    {
        var chosen = kind.Read(parse);
        var one = parse.GetValue(name)!;
        var found = await chosen.OneAsync(api, one, wide: false, Here.Time, cancellation);
        var description = new Description(Here);
        description.Write(found.Raw);
        if (chosen != StackKind.Kind)
        {
            return ExitCode.Good;
        }

        var id = found.Raw.GetProperty("id").GetString()!;
        var containers = await api.GetAsync($"list the containers of stack '{one}'", $"api/v1/stacks/{id}/containers", ClientJson.Reading.IReadOnlyListContainerView, cancellation);
        description.Field("containers", containers.Raw);
        var decisions = await api.GetAsync($"list the decisions of stack '{one}'", $"api/v1/decisions?stack={id}&limit={Decisions}", ClientJson.Reading.PageDecisionView, cancellation);
        Here.Out.WriteLine(decisions.Value.Items.Count == 0 ? "Decisions:             none" : "Decisions:");
        if (decisions.Value.Items.Count > 0)
        {
            new TableWriter(Here, DecisionKind.Kind.Titles(wide: false), headers: true).Write([.. DecisionKind.Kind.Rows(decisions, Here.Time).Select(r => r.Cells)]);
        }

        return ExitCode.Good;
    }
}
