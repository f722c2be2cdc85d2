namespace Plumb.Server.Storage;

/// <summary>Holds off a second control plane over the same data directory: it would replace the first one's keys and write over its facts.</summary>
/// <remarks>The kernel's own file lock: it goes with the process, however that ends.</remarks>
internal sealed class StoreLock : IDisposable
{
    private readonly FileStream _held;

    private StoreLock(FileStream held) => _held = held;

    /// <param name="dataDirectory">Absolute; exists.</param>
    /// <exception cref="ServerStartException">Another process holds it.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory cannot be written.</exception>
    /// <exception cref="IOException">The directory cannot be written.</exception>
    public static StoreLock Take(string dataDirectory)
    {
        var path = Path.Combine(dataDirectory, "server.lock");
        try
        {
            return new StoreLock(new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }));
        }
        catch (IOException busy) when (File.Exists(path))
        {
            throw new ServerStartException($"Another Plumb keeps its state in {dataDirectory}. Stop it, or name another directory with --data DIR.", busy);
        }
    }

    public void Dispose() => _held.Dispose();
}
