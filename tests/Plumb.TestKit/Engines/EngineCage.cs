using System.Diagnostics;

namespace Plumb.TestKit;

/// <summary>
/// Namespaces of their own (processes, mounts, network) for one engine, held by a shell that obeys lines on its standard input.
/// When this process ends, however it ends, the input closes, the shell ends, and the kernel ends and unmounts all that was inside.
/// </summary>
internal sealed class EngineCage : IDisposable
{
    private const string Shell = """
        read -r holder _ < /proc/self/stat
        mount -t proc proc /proc
        busybox ip link set lo up
        echo "$holder"
        while read -r line; do eval "$line"; echo "$?"; done
        """;

    private readonly Process process;
    private readonly SemaphoreSlim one = new(1);

    private EngineCage(Process shell, int holder)
    {
        process = shell;
        Holder = holder;
    }

    /// <summary>The shell's process id as seen from outside; <c>nsenter --target</c> takes it.</summary>
    public int Holder { get; }

    public static async Task<EngineCage> OpenAsync(string log)
    {
        var shell = Process.Start(new ProcessStartInfo("unshare", [
            "--mount", "--net", "--pid", "--fork", "--kill-child", "--propagation", "slave",
            "bash", "-c", $"exec 2>>'{log}'\n{Shell}"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        }) ?? throw new InvalidOperationException("unshare did not start");
        var first = await shell.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return int.TryParse(first, out var holder)
            ? new EngineCage(shell, holder)
            : throw new InvalidOperationException(
                "A private engine needs root and namespaces (unshare --mount --net --pid). " + await File.ReadAllTextAsync(log));
    }

    /// <summary>Has the shell do one line, and returns its exit code.</summary>
    public async Task<int> DoAsync(string line, TimeSpan timeout)
    {
        await one.WaitAsync();
        try
        {
            await process.StandardInput.WriteLineAsync(line);
            await process.StandardInput.FlushAsync();
            var answer = await process.StandardOutput.ReadLineAsync().WaitAsync(timeout);
            return int.Parse(answer ?? throw new InvalidOperationException($"The engine's cage ended during: {line}"));
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>Ends everything inside. A frozen process must be thawed before, or it never dies.</summary>
    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.StandardInput.Close();
            process.WaitForExit(TimeSpan.FromSeconds(20));
        }

        process.Dispose();
        one.Dispose();
    }
}
