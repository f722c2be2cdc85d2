namespace Plumb.Compose.Cli;

/// <summary>How a run of Compose ended. No text of it holds a known secret.</summary>
public abstract record ComposeRun
{
    private ComposeRun()
    {
    }

    /// <param name="Output">Standard output.</param>
    public sealed record Succeeded(string Output) : ComposeRun;

    /// <param name="ExitCode">Compose's own; 0 where it ended well but could not pull every image.</param>
    /// <param name="Errors">By service where that could be told; at least one.</param>
    public sealed record Failed(int ExitCode, IReadOnlyList<ServiceError> Errors) : ComposeRun
    {
        /// <summary>One line of all errors.</summary>
        public string Summary => string.Join("; ", Errors.Select(e => e.Service is null ? e.Message : $"{e.Service}: {e.Message}"));
    }

    /// <summary>Compose could not reach the engine: nothing is known of what it did.</summary>
    public sealed record Unreachable(string Why) : ComposeRun;

    /// <summary>It was killed by its deadline.</summary>
    public sealed record DeadlinePassed(TimeSpan After) : ComposeRun;

    /// <summary>The binary could not be started.</summary>
    public sealed record NotStarted(string Why) : ComposeRun;
}

/// <param name="Service">Null: of the project as a whole, or it could not be told.</param>
/// <param name="Message">The engine's or Compose's own words.</param>
public sealed record ServiceError(string? Service, string Message);
