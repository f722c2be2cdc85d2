using System.Diagnostics;
using System.Globalization;

namespace Plumb.Platform.Processes;

/// <summary>Kills the children's children when this process is killed: the kernel's parent-death signal reaches children only.</summary>
/// <remarks>
/// One shell for the life of this process, which reads the process groups that run from a pipe. When the pipe ends, however this process
/// ended, it kills the groups that are left, and ends.
/// </remarks>
internal sealed class OrphanGuard(StarterThread starter) : IDisposable
{
    private const string Script =
        """
        exec >/dev/null 2>&1
        groups=
        while read -r change group; do
          rest=
          for one in $groups; do [ "$one" = "$group" ] || rest="$rest $one"; done
          groups=$rest
          [ "$change" = + ] && groups="$groups $group"
        done
        for one in $groups; do kill -9 "-$one"; done
        """;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly HashSet<int> _groups = [];
    private Process? _shell;

    /// <summary>Call it before a process is started: what could fail has failed then.</summary>
    public async Task ReadyAsync()
    {
        await _turn.WaitAsync(CancellationToken.None);
        try
        {
            if (_shell is not { HasExited: false })
            {
                await RestartAsync();
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public Task WatchAsync(int group) => ChangeAsync('+', group);

    public Task ForgetAsync(int group) => ChangeAsync('-', group);

    public void Dispose()
    {
        _shell?.StandardInput.Close();
        _shell?.Dispose();
        _turn.Dispose();
    }

    private async Task ChangeAsync(char change, int group)
    {
        await _turn.WaitAsync(CancellationToken.None);
        try
        {
            _ = change == '+' ? _groups.Add(group) : _groups.Remove(group);
            if (_shell is not { HasExited: false } || !Tell(_shell, change, group))
            {
                await RestartAsync();
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task RestartAsync()
    {
        _shell?.Dispose();
        var start = new ProcessStartInfo(ProcessWrapping.Tool("setsid"))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            WorkingDirectory = "/",
        };
        start.ArgumentList.Add(ProcessWrapping.Tool("sh"));
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(Script);
        start.Environment.Clear();
        _shell = await starter.StartAsync(start);
        foreach (var group in _groups)
        {
            Tell(_shell, '+', group);
        }
    }

    /// <summary>False when the shell is gone; it is then started anew.</summary>
    private static bool Tell(Process shell, char change, int group)
    {
        try
        {
            shell.StandardInput.Write(string.Create(CultureInfo.InvariantCulture, $"{change} {group}\n"));
            shell.StandardInput.Flush();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
