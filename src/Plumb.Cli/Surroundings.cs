using Plumb.Platform.Secrets;

namespace Plumb.Cli;

/// <summary>What a command sees of the machine it runs on. Nothing else reads the console or the environment.</summary>
public sealed record Surroundings
{
    /// <summary>Data, and nothing but data.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Everything that is said besides data.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Standard input.</summary>
    public Func<TextReader> In { get; init; } = static () => TextReader.Null;

    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public required string WorkingDirectory { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>The machine's name.</summary>
    public string Machine { get; init; } = System.Environment.MachineName;

    /// <summary>Knows the secrets that were read, so that nothing shows them.</summary>
    public SecretMask Mask { get; } = new();

    /// <summary>Root keeps its data in <c>/var/lib/plumb</c>, everybody else in their home.</summary>
    public required bool IsRoot { get; init; }

    public bool OutIsTerminal { get; init; }

    public bool ErrorIsTerminal { get; init; }

    /// <summary>Columns of the terminal; ignored where there is none.</summary>
    public int Width { get; init; } = 120;

    /// <summary>Where running control planes leave their records; the first is where this user's are written.</summary>
    public required IReadOnlyList<string> RuntimeDirectories { get; init; }

    public string Home => Environment.GetValueOrDefault("HOME") is { Length: > 0 } home ? home : "/";

    /// <summary>Colour only on a terminal that wants it. Source: no-color.org, and <c>TERM=dumb</c>.</summary>
    public bool Colour => OutIsTerminal && !Environment.ContainsKey("NO_COLOR") && Environment.GetValueOrDefault("TERM") != "dumb";

    public static Surroundings OfProcess()
    {
        var environment = ReadEnvironment();
        var isRoot = System.Environment.IsPrivilegedProcess;
        return new()
        {
            Out = Console.Out,
            Error = Console.Error,
            In = static () => Console.In,
            Environment = environment,
            WorkingDirectory = Directory.GetCurrentDirectory(),
            Time = TimeProvider.System,
            IsRoot = isRoot,
            RuntimeDirectories = RuntimeDirectoriesOf(environment, isRoot),
            OutIsTerminal = !Console.IsOutputRedirected,
            ErrorIsTerminal = !Console.IsErrorRedirected,
            Width = Console.IsOutputRedirected ? 120 : Math.Max(Console.WindowWidth, 40),
        };
    }

    /// <remarks>Source: XDG Base Directory Specification, with <c>/run/plumb</c> for the system's own.</remarks>
    private static string[] RuntimeDirectoriesOf(Dictionary<string, string> environment, bool isRoot)
    {
        var own = environment.GetValueOrDefault("XDG_RUNTIME_DIR") is ['/', ..] runtime
            ? $"{runtime}/plumb"
            : $"{environment.GetValueOrDefault("HOME", "")}/.local/state/plumb/run";
        return isRoot ? ["/run/plumb", own] : [own, "/run/plumb"];
    }

    private static Dictionary<string, string> ReadEnvironment()
    {
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (System.Collections.DictionaryEntry entry in System.Environment.GetEnvironmentVariables())
        {
            seen[(string)entry.Key] = (string?)entry.Value ?? "";
        }

        return seen;
    }
}
