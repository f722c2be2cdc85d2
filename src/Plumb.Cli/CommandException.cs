namespace Plumb.Cli;

/// <summary>A command that could not do what was asked: what was tried, what happened, what to do.</summary>
public sealed class CommandException : Exception
{
    public CommandException(string tried, string happened, string? mend = null, string? code = null, int exit = ExitCode.Failed)
        : base($"could not {tried}: {happened}")
    {
        Mend = mend;
        Code = code;
        Exit = exit;
    }

    /// <summary>What to do; null where the message says it.</summary>
    public string? Mend { get; }

    /// <summary>The API's stable code, where it answered with one.</summary>
    public string? Code { get; }

    public int Exit { get; }
}

/// <summary>What a command's exit code says.</summary>
public static class ExitCode
{
    public const int Good = 0;

    /// <summary>It failed, or there is a difference.</summary>
    public const int Failed = 1;

    /// <summary>Wrong use: flags, names of kinds, configuration. For <c>diff</c>, any error.</summary>
    public const int Misuse = 2;

    /// <summary>Ended by Ctrl-C. Source: 128 + SIGINT, as shells have it.</summary>
    public const int Interrupted = 130;

    /// <summary>Ended by SIGTERM before it was done. Source: 128 + SIGTERM. What runs until it is ended, such as <c>up</c>, ends with 0.</summary>
    public const int Terminated = 143;
}
