using Plumb.Platform.Failpoints;
using Plumb.Platform.Processes;
using Plumb.Platform.Secrets;
using Plumb.Platform.Tests.Processes;

namespace Plumb.Platform.Tests;

/// <summary>This assembly as a program that dies: started by tests as a process of its own.</summary>
internal static class TestProgram
{
    public static string Dotnet => Environment.ProcessPath is { } path && Path.GetFileName(path) == "dotnet"
        ? path
        : Path.Combine(Environment.GetEnvironmentVariable("DOTNET_ROOT") ?? "/usr/share/dotnet", "dotnet");

    /// <summary>The arguments with which <c>dotnet</c> runs this program.</summary>
    public static string[] Arguments(params string[] arguments) => ["exec", typeof(TestProgram).Assembly.Location, .. arguments];

    public static async Task<int> Main(string[] arguments) => arguments switch
    {
        ["reach", var armed, var times] => Reach(new Plumb.Platform.Failpoints.Failpoints(armed), int.Parse(times)),
        ["leave-children", var directory, var how] => await LeaveChildrenAsync(directory, how),
        _ => 2,
    };

    private static int Reach(Plumb.Platform.Failpoints.Failpoints failpoints, int times)
    {
        for (var time = 1; time <= times; time++)
        {
            Console.WriteLine(time);
            failpoints.Reach(new Failpoint("here"));
        }

        return 0;
    }

    private static async Task<int> LeaveChildrenAsync(string directory, string how)
    {
        string[] files = [Path.Combine(directory, "child"), Path.Combine(directory, "grandchild")];
        var runner = new ProcessRunner(new SecretMask(), TimeProvider.System);
        _ = runner.RunAsync(
            new ProcessRequest
            {
                File = "sh",
                Arguments = ["-c", "echo $$ >child; sleep 600 & echo $! >grandchild; wait"],
                WorkingDirectory = directory,
                Deadline = TimeSpan.FromMinutes(10),
            },
            default);
        await ProcessFiles.AliveAsync(true, files);
        new Plumb.Platform.Failpoints.Failpoints(how == "killed" ? "x" : null).Reach(new Failpoint("x"));
        return 0;
    }
}
