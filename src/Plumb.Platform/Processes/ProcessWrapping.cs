using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Plumb.Platform.Processes;

/// <summary>How a request becomes an argument list: through small programs, each of which becomes the next one.</summary>
/// <remarks>
/// setsid: a session and process group of its own, to be killed as one. setpriv --pdeathsig: the kernel kills it when the thread that started it
/// ends. sh: waits for a line, so that nothing runs before the guard knows of it, nor when this process died before; and limits writable
/// memory (RLIMIT_DATA: the limit of address space would count what Go programs only reserve).
/// </remarks>
internal static partial class ProcessWrapping
{
    /// <summary>What the process waits for on its standard input before it becomes the wanted program.</summary>
    public const string Go = "\n";

    // The shell's name in its own messages.
    private const string Gate = "plumb-start";

    // To the environment, by themselves: it goes again.
    private static readonly string[] AddedByShells = ["PWD", "OLDPWD", "SHLVL"];

    public static ProcessStartInfo Wrap(ProcessRequest request)
    {
        var file = SearchPath.Find(request.File)
            ?? throw new ProcessStartException($"Starting '{request.File}' failed: it is not there or may not be executed. Install it, or give its absolute path (looked in {SearchPath.Value}).");
        string[] arguments = ["--", Tool("setpriv"), "--pdeathsig", "KILL", "--", Tool("sh"), "-c", Script(request), Gate, file, .. request.Arguments];
        var start = new ProcessStartInfo(Tool("setsid"), arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = request.WorkingDirectory ?? "/",
        };
        start.Environment.Clear();
        start.Environment["PATH"] = SearchPath.Value;
        foreach (var (name, value) in request.Environment)
        {
            // The shell would drop any other.
            start.Environment[name] = VariableName().IsMatch(name) ? value : throw new ArgumentException($"'{name}' cannot be the name of an environment variable.", nameof(request));
        }

        return start;
    }

    /// <summary>The shell says that it could not become the wanted program.</summary>
    public static bool CouldNotStart(int exitCode, string error) => exitCode is 126 or 127 && error.StartsWith(Gate + ":", StringComparison.Ordinal);

    public static string Tool(string name) =>
        SearchPath.Find(name) ?? throw new ProcessStartException($"Starting processes needs '{name}', which is not there. Install the package {(name == "sh" ? "dash" : "util-linux")}.");

    private static string Script(ProcessRequest request)
    {
        var added = AddedByShells.Where(name => !request.Environment.ContainsKey(name));
        var limit = request.MemoryLimit is { } bytes ? string.Create(CultureInfo.InvariantCulture, $" && ulimit -d {Math.Max(bytes / 1024, 1)}") : "";
        return $"read -r plumb_start && unset plumb_start {string.Join(' ', added)}{limit} && exec \"$@\"";
    }

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex VariableName();
}
