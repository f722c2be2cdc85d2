using System.Globalization;
using Plumb.Platform.Processes;

namespace Plumb.Compose.Cli;

/// <summary>The Compose v2 plugin's own binary, which also runs by itself.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Version">As it says of itself, such as <c>2.26.1-4</c>.</param>
public sealed record ComposeBinary(string Path, string Version)
{
    private const string Name = "docker-compose";

    /// <summary>The oldest version with <c>include</c> and <c>depends_on.required</c>, which the rendered model needs.</summary>
    public static Version Lowest { get; } = new(2, 20);

    private static readonly string[] PluginDirectories =
    [
        "/usr/libexec/docker/cli-plugins", "/usr/lib/docker/cli-plugins", "/usr/local/libexec/docker/cli-plugins", "/usr/local/lib/docker/cli-plugins",
    ];

    /// <summary>Finds it: the configured path and no other, or the first that works of plugin directories, beside this program, home, and search path.</summary>
    /// <param name="configured">Absolute path from the configuration; null: search.</param>
    /// <param name="home">Home directory with <c>.docker/cli-plugins</c>; null: none.</param>
    /// <param name="searchPath">Directories separated by <c>:</c>; null: none.</param>
    /// <param name="processes">Asks each candidate for its version.</param>
    /// <param name="cancellation">Ends the search.</param>
    public static async Task<ComposeSearch> FindAsync(
        string? configured, string? home, string? searchPath, IProcessRunner processes, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(processes);
        if (configured is not null)
        {
            return await AskAsync(configured, processes, cancellation);
        }

        var tried = new List<string>();
        foreach (var candidate in Candidates(home, searchPath).Where(File.Exists))
        {
            var answer = await AskAsync(candidate, processes, cancellation);
            if (answer is not ComposeSearch.NotFound { Problem: var problem })
            {
                return answer;
            }

            tried.Add(problem);
        }

        return new ComposeSearch.NotFound(
            tried.Count > 0 ? string.Join(' ', tried) : "No Docker Compose v2 found. Install docker-compose-plugin (Debian: docker-compose), or name its binary: --compose-binary PATH.");
    }

    private static IEnumerable<string> Candidates(string? home, string? searchPath)
    {
        foreach (var directory in PluginDirectories)
        {
            yield return System.IO.Path.Combine(directory, Name);
        }

        // What 'make up' found for this program, when none is installed.
        yield return System.IO.Path.Combine(AppContext.BaseDirectory, Name);

        if (home is not null)
        {
            yield return System.IO.Path.Combine(home, ".docker", "cli-plugins", Name);
        }

        foreach (var directory in (searchPath ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Where(System.IO.Path.IsPathRooted))
        {
            yield return System.IO.Path.Combine(directory, Name);
        }
    }

    private static async Task<ComposeSearch> AskAsync(string path, IProcessRunner processes, CancellationToken cancellation)
    {
        try
        {
            var result = await processes.RunAsync(
                new ProcessRequest { File = path, Arguments = ["version", "--short"], Deadline = TimeSpan.FromSeconds(20) }, cancellation);
            var text = result.Output.Trim();
            return !result.Succeeded || !TryParse(text, out var version)
                ? new ComposeSearch.NotFound($"{path} does not say which version of Compose it is (exit code {result.ExitCode.ToString(CultureInfo.InvariantCulture)}).")
                : version < Lowest
                    ? new ComposeSearch.NotFound($"{path} is Compose {text}; Plumb needs {Lowest} or newer.")
                    : new ComposeSearch.Found(new ComposeBinary(path, text.TrimStart('v')));
        }
        catch (ProcessStartException error)
        {
            return new ComposeSearch.NotFound($"{path} cannot be started: {error.Message}");
        }
    }

    private static bool TryParse(string text, out Version version)
    {
        var number = text.TrimStart('v').Split('-', '+')[0];
        return System.Version.TryParse(number, out version!);
    }
}

/// <summary>How the search for Compose ended.</summary>
public abstract record ComposeSearch
{
    private ComposeSearch()
    {
    }

    public sealed record Found(ComposeBinary Binary) : ComposeSearch;

    /// <param name="Problem">What was tried and what to do.</param>
    public sealed record NotFound(string Problem) : ComposeSearch;
}
