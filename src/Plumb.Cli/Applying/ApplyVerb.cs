using System.CommandLine;
using Plumb.Cli.Client;
using Plumb.Cli.Commands;
using Plumb.Cli.Output;
using Plumb.Cli.Verbs;

namespace Plumb.Cli.Applying;

/// <summary><c>plumb apply -f FILE-or-DIR-or--</c>.</summary>
internal sealed class ApplyVerb : ClientVerb
{
    private readonly Option<string[]> files = new("--filename", "-f") { Description = "A file, a directory of them, or - for standard input. May be given several times.", HelpName = "FILE", Arity = ArgumentArity.OneOrMore };

    public ApplyVerb(Surroundings surroundings)
        : base(surroundings, "apply", "Makes or changes things as YAML files declare them, several documents a file. Prints what was created, configured or unchanged.",
            new Example("plumb apply -f fleet.yaml", "publishers, sources, stacks, agents and targets, in whatever order they stand there"),
            new Example("plumb apply -f fleet/ -f more.yaml", "every .yaml and .yml file of a directory, and another"))
    {
        Add(files);
        Asks(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse, ApiClient api, CancellationToken cancellation)
    {
        if (parse.GetValue(files) is not { Length: > 0 } from)
        {
            throw new UsageException(UsageCodes.FlagInvalid, "-f is missing; name a file, a directory, or - for standard input");
        }

        var applier = new Applier(api);
        var failed = 0;
        foreach (var manifest in new ManifestReader(Here, Here.In()).Read(from))
        {
            try
            {
                var applied = await applier.ApplyAsync(manifest, cancellation);
                Here.Out.WriteLine($"{Clean.Line(manifest.Shown)} {applied.ToString().ToLowerInvariant()}");
            }
            catch (CommandException refused) when (refused.Exit == ExitCode.Failed)
            {
                // The others don't wait for it: each stands by itself.
                failed++;
                Here.Error.WriteLine($"{Clean.Line(refused.Message)}{(refused.Mend is null ? "" : $" {Clean.Line(refused.Mend)}")} ({manifest.Place})");
            }
        }

        return failed == 0 ? ExitCode.Good : ExitCode.Failed;
    }
}
