using System.CommandLine;
using System.Reflection;

namespace Plumb.Cli.Commands;

internal static class VersionVerb
{
    /// <summary>Plumb's own version.</summary>
    public static string Version { get; } =
        typeof(VersionVerb).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    public static Command Build(Surroundings surroundings)
    {
        var verb = new Verb("version", "Prints Plumb's version.", new Example("plumb version", "this command's version"));
        verb.Runs((_, _) =>
        {
            surroundings.Out.WriteLine($"plumb {Version}");
            return Task.FromResult(ExitCode.Good);
        });
        return verb;
    }
}
