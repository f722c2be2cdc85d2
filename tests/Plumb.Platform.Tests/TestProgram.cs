using Plumb.Platform.Failpoints;

namespace Plumb.Platform.Tests;

/// <summary>This assembly as a program that dies: started by tests as a process of its own.</summary>
internal static class TestProgram
{
    public static async Task<int> Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["reach", var armed, var times]:
                var failpoints = new Plumb.Platform.Failpoints.Failpoints(armed);
                for (var time = 1; time <= int.Parse(times); time++)
                {
                    Console.WriteLine(time);
                    failpoints.Reach(new Failpoint("here"));
                }

                return 0;
            default:
                await Console.Error.WriteLineAsync("unknown");
                return 2;
        }
    }

    /// <summary>The arguments with which <c>dotnet</c> runs this program.</summary>
    public static string[] Arguments(params string[] arguments) => ["exec", typeof(TestProgram).Assembly.Location, .. arguments];

    public static string Dotnet => Environment.ProcessPath is { } path && Path.GetFileName(path) == "dotnet"
        ? path
        : Path.Combine(Environment.GetEnvironmentVariable("DOTNET_ROOT") ?? "/usr/share/dotnet", "dotnet");
}
