using System.CommandLine;
using System.CommandLine.Help;
using Plumb.Cli.Applying;
using Plumb.Cli.Backup;
using Plumb.Cli.Completion;
using Plumb.Cli.Configuration;
using Plumb.Cli.Doctor;
using Plumb.Cli.Halves;
using Plumb.Cli.Up;
using Plumb.Cli.Verbs;

namespace Plumb.Cli.Commands;

/// <summary>All commands there are.</summary>
internal static class CommandTree
{
    /// <summary>No response files: an argument that begins with <c>@</c> is itself.</summary>
    public static ParserConfiguration Parsing { get; } = new() { ResponseFileTokenReplacer = null };

    public static RootCommand Build(Surroundings surroundings)
    {
        var root = new RootCommand("Plumb keeps true what you declared: Docker Compose stacks from Git, looked at again and again, repaired when they differ.");
        root.Options.Clear();
        root.Directives.Clear();
        root.Add(new HelpOption("--help", "-h") { Recursive = true, Description = "Shows this help.", Action = new HelpPage(surroundings.Out) });
        root.Add(VersionVerb.Flag(surroundings));
        root.Add(new UpVerb(surroundings));
        root.Add(new ServerVerb(surroundings));
        root.Add(new AgentVerb(surroundings));
        root.Add(new ApplyVerb(surroundings));
        root.Add(new GetVerb(surroundings));
        root.Add(new DescribeVerb(surroundings));
        root.Add(new ExplainVerb(surroundings));
        root.Add(new DiffVerb(surroundings));
        root.Add(new AckVerb(surroundings));
        foreach (var action in StackActions.All)
        {
            root.Add(new ActionVerb(surroundings, action));
        }

        root.Add(BreakerVerb.Build(surroundings));
        root.Add(new HistoryVerb(surroundings));
        root.Add(new RollbackVerb(surroundings));
        root.Add(NoticesVerb.Build(surroundings));
        root.Add(KeysVerb.Build(surroundings));
        root.Add(new TargetVerb(surroundings));
        root.Add(new LabelVerb(surroundings));
        root.Add(new AnnotateVerb(surroundings));
        root.Add(new DeleteVerb(surroundings));
        root.Add(new WaitVerb(surroundings));
        root.Add(new EventsVerb(surroundings));
        root.Add(new BackupVerb(surroundings));
        root.Add(new RestoreVerb(surroundings));
        root.Add(new DoctorVerb(surroundings));
        root.Add(ConfigShowVerb.Build(surroundings));
        root.Add(new CompletionVerb(surroundings));
        root.Add(new CompleteVerb(surroundings));
        root.Add(VersionVerb.Build(surroundings));
        return root;
    }
}
