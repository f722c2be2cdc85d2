using System.Security.Cryptography;
using System.Text;
using Plumb.Agent.State;

namespace Plumb.Agent.Identity;

/// <summary>Holds off a second agent for the same data directory, or for the same engine and instance on this host.</summary>
/// <remarks>The kernel's own file lock: it goes with the process, however that ends.</remarks>
public sealed class AgentLock : IDisposable
{
    private readonly List<FileStream> held = [];

    private AgentLock()
    {
    }

    /// <param name="dataLock">Absolute path of the lock file in the data directory.</param>
    /// <param name="hostLocks">Absolute path of a directory that only this user may write; null: there is none.</param>
    /// <param name="engine">The engine's endpoint.</param>
    /// <param name="instance">The instance.</param>
    /// <exception cref="AgentStartException">Another agent holds it.</exception>
    /// <exception cref="UnauthorizedAccessException">A lock's directory cannot be written.</exception>
    public static AgentLock Take(string dataLock, string? hostLocks, string engine, string instance)
    {
        var taken = new AgentLock();
        try
        {
            taken.Add(dataLock, $"Another plumb agent works in '{Path.GetDirectoryName(dataLock)}'. Stop it, or give this one another --data.");
            if (hostLocks is not null)
            {
                var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{engine}\n{instance}")).AsSpan(0, 16));
                taken.Add(
                    Path.Combine(hostLocks, name + ".lock"),
                    $"Another plumb agent works on the engine {engine} as instance '{instance}'. Stop it, or give this one another --instance.");
            }

            return taken;
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var file in held)
            file.Dispose();
        held.Clear();
    }

    private void Add(string path, string refusal)
    {
        PrivateDirectory.Ensure(Path.GetDirectoryName(path)!);
        try
        {
            held.Add(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException busy) when (File.Exists(path))
        {
            throw new AgentStartException(refusal, busy);
        }
    }
}
