using System.CommandLine;
using Plumb.Cli.Commands;
using Plumb.Contracts.Json;

namespace Plumb.Cli.Verbs;

/// <summary>What is waited for, and how long.</summary>
internal sealed record Awaited(Goal Goal, TimeSpan Timeout);

/// <summary><c>--wait[=healthy] --timeout</c>.</summary>
internal sealed class WaitFlags
{
    private const string Until = "--wait-until";

    private readonly Goal usual;
    private readonly Option<bool> wait;
    private readonly Option<string> until = new(Until) { Hidden = true };
    private readonly TimeoutFlag timeout;

    public WaitFlags(Verb verb, Goal usual)
    {
        this.usual = usual;
        wait = verb.Switch("--wait", "Waits until it is done; --wait=healthy: until it is healthy.");
        verb.Add(until);
        timeout = new(verb);
    }

    /// <summary><c>--wait=WORD</c> as a flag with a value of its own, so that a plain <c>--wait</c> never takes the word after it.</summary>
    public static string Rewrite(string arg) => arg.StartsWith("--wait=", StringComparison.Ordinal) ? Until + arg["--wait".Length..] : arg;

    /// <summary>Null when nothing is waited for.</summary>
    /// <exception cref="UsageException">Neither flag can be read.</exception>
    public Awaited? Read(ParseResult parse)
    {
        var goal = parse.GetValue(until) is { } word ? GoalWord.Read("--wait", word) : usual;
        return parse.GetValue(wait) || parse.GetValue(until) is not null ? new(goal, timeout.Read(parse)) : null;
    }
}

/// <summary><c>--timeout</c>.</summary>
internal sealed class TimeoutFlag(Verb verb)
{
    private readonly Option<string> option = verb.Flag("--timeout", "Waits no longer than this. Default 5m.", "DURATION");

    /// <exception cref="UsageException">Not a duration.</exception>
    public TimeSpan Read(ParseResult parse) =>
        parse.GetValue(option) is not { } text ? TimeSpan.FromMinutes(5)
        : Duration.TryParse(text, out var timeout) && timeout > TimeSpan.Zero ? timeout
        : throw new UsageException(UsageCodes.FlagInvalid, $"--timeout: '{text}' must be a duration above zero, such as 30s");
}

internal static class GoalWord
{
    /// <exception cref="UsageException">Neither word.</exception>
    public static Goal Read(string flag, string word) => word switch
    {
        "synced" => Goal.Synced,
        "healthy" => Goal.Healthy,
        _ => throw new UsageException(UsageCodes.FlagInvalid, $"{flag}: '{word}' must be synced or healthy, such as healthy"),
    };
}
