using System.CommandLine;
using Plumb.Cli.Applying.Reading;
using Plumb.Cli.Applying.Sets;
using Plumb.Cli.Client;
using Plumb.Cli.Commands;
using Plumb.Cli.Verbs;
using Plumb.Contracts.Naming;

namespace Plumb.Cli.Applying;

/// <summary><c>plumb apply -f FILE-or-DIR-or--</c>.</summary>
internal sealed class ApplyVerb : ClientVerb
{
    private readonly Option<string[]> files = new("--filename", "-f") { Description = "A file, a directory of them, or - for standard input. May be given several times.", HelpName = "FILE", Arity = ArgumentArity.OneOrMore };
    private readonly Option<bool> dryRun;
    private readonly Option<bool> prune;
    private readonly Option<string> set;

    public ApplyVerb(Surroundings surroundings)
        : base(surroundings, "apply", "Makes or changes things as YAML files declare them, several documents a file. Prints what was created, configured or unchanged.",
            new Example("plumb apply -f fleet.yaml", "publishers, sources, stacks, agents and targets, in whatever order they stand there"),
            new Example("plumb apply -f fleet/ -f more.yaml", "every .yaml and .yml file of a directory, and another"),
            new Example("plumb apply -f fleet/ --dry-run", "what would change, field by field; exit code 1 when anything would"),
            new Example("plumb apply -f fleet/ --prune", "and takes away what an earlier apply of these files made, and they declare no more"),
            new Example("plumb apply -f - --set fleet --prune", "the same in a pipeline, where files and machines come and go"))
    {
        Add(files);
        dryRun = Switch("--dry-run", "Shows what would change, and writes nothing. Exit code 0: nothing would, 1: something would.");
        prune = Switch("--prune", "Takes away what an earlier apply of the same set made and its files declare no more, and nothing else.");
        set = Flag("--set", "What these files are known by. Unsaid, they are known by this machine and their paths; standard input by nothing.", "NAME");
        Asks(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse, ApiClient api, CancellationToken cancellation)
    {
        var from = parse.GetValue(files) is { Length: > 0 } named ? named : throw new UsageException(UsageCodes.FlagInvalid, "-f is missing; name a file, a directory, or - for standard input");
        var name = Set(parse, from);
        if (parse.GetValue(prune) && name is null)
        {
            throw new UsageException(UsageCodes.FlagInvalid, "--prune of standard input needs --set NAME: nothing else says which earlier apply it was");
        }

        var manifests = new ManifestReader(Here).Read(from);
        var run = new ApplyRun(Here, api, name is null ? null : new SetRecord(api, name), parse.GetValue(prune));
        return await run.PlanAsync(manifests, cancellation) is { } plan
            ? parse.GetValue(dryRun) ? await run.ShowAsync(plan, cancellation) : await run.ApplyAsync(plan, cancellation)
            : ExitCode.Failed;
    }

    private string? Set(ParseResult parse, string[] from) => parse.GetValue(set) is not { } said ? SetName.Of(from, Here)
        : NameRule.Holds(said) ? said
        : throw new UsageException(UsageCodes.FlagInvalid, $"--set: '{said}' must be {NameRule.Expected}");
}
