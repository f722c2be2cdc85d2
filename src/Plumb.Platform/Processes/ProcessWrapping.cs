using System.Diagnostics;
using System.Globalization;

namespace Plumb.Platform.Processes;

/// <summary>How a request becomes an argument list: through util-linux's small programs, each of which becomes the next one.</summary>
/// <remarks>
/// setsid: a session and process group of its own, to be killed as one. setpriv --pdeathsig: the kernel kills it when the thread that started it
/// ends. prlimit --data: a limit on writable memory; --as would count what Go programs only reserve.
/// </remarks>
internal static class ProcessWrapping
{
    public static ProcessStartInfo Wrap(ProcessRequest request)
    {
        var file = SearchPath.Find(request.File)
            ?? throw new ProcessStartException($"Starting '{request.File}' failed: it is not there or may not be executed. Install it, or give its absolute path (looked in {SearchPath.Value}).");
        var start = new ProcessStartInfo(Tool("setsid"))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = request.WorkingDirectory ?? "/",
        };
        Append(start, "--", Tool("setpriv"), "--pdeathsig", "KILL", "--");
        if (request.MemoryLimit is { } limit)
        {
            Append(start, Tool("prlimit"), string.Create(CultureInfo.InvariantCulture, $"--data={limit}"), "--");
        }

        Append(start, [file, .. request.Arguments]);
        start.Environment.Clear();
        start.Environment["PATH"] = SearchPath.Value;
        foreach (var (name, value) in request.Environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    /// <summary>One of the wrapping programs says that it could not become the next one.</summary>
    public static bool CouldNotStart(int exitCode, string error) =>
        exitCode is 126 or 127
        && (error.StartsWith("setpriv: failed to execute", StringComparison.Ordinal) || error.StartsWith("prlimit: failed to execute", StringComparison.Ordinal));

    public static string Tool(string name) =>
        SearchPath.Find(name) ?? throw new ProcessStartException($"Starting processes needs '{name}', which is not there. Install the package util-linux.");

    private static void Append(ProcessStartInfo start, params ReadOnlySpan<string> arguments)
    {
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
    }
}
