using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using Plumb.Cli.Output;
using Plumb.Contracts.Json;
using Plumb.Contracts.Server;

namespace Plumb.Cli.Commands;

internal static class VersionVerb
{
    /// <summary>Plumb's own version.</summary>
    public static string Version { get; } =
        typeof(VersionVerb).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    public static Command Build(Surroundings surroundings)
    {
        var verb = new Verb("version", "Prints Plumb's version.", new Example("plumb version", "this command's version"), new Example("plumb version -o json", "the same for programs"));
        var output = new OutputFlag(verb, OutputFormat.Table, OutputFormat.Json, OutputFormat.Yaml);
        verb.Runs((parse, _) =>
        {
            Write(surroundings, output.Read(parse));
            return Task.FromResult(ExitCode.Good);
        });
        return verb;
    }

    /// <summary><c>plumb --version</c>, as other programs have it.</summary>
    public static Option<bool> Flag(Surroundings surroundings) =>
        new("--version") { Description = "Prints Plumb's version.", Arity = ArgumentArity.Zero, Action = new Printing(surroundings) };

    private static void Write(Surroundings surroundings, OutputFormat format)
    {
        var view = JsonSerializer.SerializeToElement(new VersionView(Version, RuntimeInformation.FrameworkDescription), PlumbJson.Default.VersionView);
        switch (format)
        {
            case OutputFormat.Json:
                JsonOutput.Write(surroundings.Out, view);
                break;
            case OutputFormat.Yaml:
                YamlOutput.Write(surroundings.Out, view);
                break;
            default:
                surroundings.Out.WriteLine($"plumb {Version}");
                break;
        }
    }

    internal sealed class Printing(Surroundings surroundings) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            Write(surroundings, OutputFormat.Table);
            return ExitCode.Good;
        }
    }
}
