namespace Plumb.TestKit;

/// <summary>A file system of its own, so small that it can be filled. An engine sees it when it was mounted before the engine started.</summary>
public sealed class SmallDisk : IDisposable
{
    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    private string Filler => System.IO.Path.Combine(Path, ".filler");

    /// <param name="path">Is made when it is not there.</param>
    /// <param name="size">As <c>mount -o size=</c> takes it: <c>8m</c>.</param>
    public static async Task<SmallDisk> MountAsync(string path, string size)
    {
        Directory.CreateDirectory(path);
        await Command.MustAsync("mount", ["-t", "tmpfs", "-o", $"size={size},mode=755", "plumb-test", path]);
        return new SmallDisk(path);
    }

    /// <summary>Leaves no byte free.</summary>
    public void Fill()
    {
        var block = new byte[64 * 1024];
        try
        {
            using var filler = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
            while (true)
                filler.Write(block);
        }
        catch (IOException full) when (full.Message.Contains("space", StringComparison.OrdinalIgnoreCase))
        {
            // That is what was wanted.
            return;
        }
    }

    /// <summary>Gives the space back.</summary>
    public void Free() => File.Delete(Filler);

    public void Dispose()
    {
        // Lazily: a process that still has a file open there must not keep the test from cleaning up.
        using var unmount = System.Diagnostics.Process.Start("umount", ["--lazy", Path]);
        unmount.WaitForExit();
    }
}
