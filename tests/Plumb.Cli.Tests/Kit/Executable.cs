using Plumb.TestKit;

namespace Plumb.Cli.Tests.Kit;

/// <summary>The real executable.</summary>
internal static class Executable
{
    public static string Directory { get; } = BuiltProgram.Directory;

    public static string Path { get; } = BuiltProgram.Path;

    /// <summary>Nothing of this machine's configuration, and nothing of what runs on it.</summary>
    public static Dictionary<string, string?> Environment(string home) => new(StringComparer.Ordinal)
    {
        ["HOME"] = home,
        ["PATH"] = $"{Directory}:{System.Environment.GetEnvironmentVariable("PATH")}",
        ["XDG_CONFIG_HOME"] = null,
        ["XDG_DATA_HOME"] = null,
        ["XDG_RUNTIME_DIR"] = home,
        ["DOTNET_TieredPGO"] = "0",
    };

    public static Task<CommandResult> RunAsync(string home, params string[] args) => Command.RunAsync(Path, args, directory: home, environment: Environment(home));
}
