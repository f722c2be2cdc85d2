using System.CommandLine;
using System.Runtime.InteropServices;
using Plumb.Cli.Commands;

namespace Plumb.Cli;

/// <summary>The <c>plumb</c> command: words in, exit code out.</summary>
public static class PlumbCommand
{
    /// <summary>Runs one command line to its end. See <see cref="ExitCode"/> for what it answers.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, Surroundings surroundings, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        var root = CommandTree.Build(surroundings);
        var parse = root.Parse([.. args.Select(Verbs.WaitFlags.Rewrite)], CommandTree.Parsing);
        using var signals = new Interruption(cancellation);
        try
        {
            if (args.Count == 0)
            {
                HelpPage.Write(root, surroundings.Out);
                return ExitCode.Good;
            }

            if (parse.Action is not (HelpPage or VersionVerb.Printing) && Misuse.Errors(parse) is { Count: > 0 } errors)
                return Refuse(parse, errors, surroundings);

            var exit = await parse.InvokeAsync(Invocation(surroundings), signals.Token);
            return exit == ExitCode.Good && signals.Signal == PosixSignal.SIGINT ? ExitCode.Interrupted : exit;
        }
        catch (UsageException wrong)
        {
            return Misuse.Report(surroundings, parse.CommandResult.Command, wrong.Complaints);
        }
        catch (CommandException failure)
        {
            Report(failure, surroundings);
            return failure.Exit == ExitCode.Failed && parse.CommandResult.Command is IFailsAs own ? own.FailureExit : failure.Exit;
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            return signals.Signal == PosixSignal.SIGTERM ? ExitCode.Terminated : ExitCode.Interrupted;
        }
        catch (Exception bug)
        {
            surroundings.Error.WriteLine(surroundings.Mask.Mask($"plumb: failed in a way that it should not have; please report this: {bug}"));
            return ExitCode.Failed;
        }
    }

    private static InvocationConfiguration Invocation(Surroundings surroundings) => new()
    {
        Output = surroundings.Out,
        Error = surroundings.Error,
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = null,
    };

    /// <summary>Wrong flags and wrong configuration are told together.</summary>
    private static int Refuse(ParseResult parse, IReadOnlyList<Complaint> errors, Surroundings surroundings)
    {
        var command = parse.CommandResult.Command;
        if (command is IConfigured configured)
            configured.Load(parse, errors);
        return Misuse.Report(surroundings, command, errors);
    }

    private static void Report(CommandException failure, Surroundings surroundings)
    {
        var code = failure.Code is null ? "" : $" [{failure.Code}]";
        surroundings.Error.WriteLine($"plumb: {Output.Clean.Line(failure.Message)}{code}");
        if (failure.Mend is not null)
            surroundings.Error.WriteLine($"  {Output.Clean.Line(failure.Mend)}");
    }
}
