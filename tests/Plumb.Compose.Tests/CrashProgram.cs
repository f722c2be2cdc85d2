using System.Text.Json;
using Plumb.Compose.Layout;
using Plumb.Compose.Model;
using Plumb.Contracts.Targets;
using Plumb.Platform.Failpoints;

namespace Plumb.Compose.Tests;

/// <summary>The test assembly as a program: does one thing and is killed at a failpoint while it does.</summary>
public static class CrashProgram
{
    public static int Main(string[] args)
    {
        if (args is ["layout", var places, var request, var armed])
        {
            var asked = JsonSerializer.Deserialize<LayoutRequest>(File.ReadAllText(request))!;
            var layout = new StackLayout(new StackPlaces(places), new Failpoints(armed));
            return layout.LayOut("source/infra", "web", asked.Content, asked.Mounts) is LayoutResult.Done ? 0 : 1;
        }

        return 2;
    }

    /// <summary>Runs it in a process of its own. True: it was killed; false: it came to its end without reaching the failpoint.</summary>
    public static async Task<bool> IsKilledAsync(params string[] args)
    {
        var result = await Command.RunAsync("dotnet", ["exec", typeof(CrashProgram).Assembly.Location, .. args]);
        return result.ExitCode switch
        {
            137 => true,
            0 => false,
            _ => throw new InvalidOperationException(result.ToString()),
        };
    }

    public sealed record LayoutRequest(StackContent Content, IReadOnlyList<StaleMount> Mounts);
}
