using System.Security.Cryptography;
using System.Text;
using Plumb.Agent.State;
using Plumb.Platform.Paths;

namespace Plumb.Agent.Identity;

/// <summary>Whose containers are this agent's: <c>--instance</c>, else <c>DATA/instance</c>, else made from machine id and data path.</summary>
public static class InstanceIdentity
{
    /// <summary>Finds it, and writes a made one to <c>DATA/instance</c> so that moving the directory keeps it.</summary>
    /// <param name="given">From the command line; null when none was.</param>
    /// <param name="data">Absolute path of the data directory.</param>
    /// <param name="machineIdFile">The machine's id, usually <c>/etc/machine-id</c>.</param>
    /// <exception cref="AgentStartException">The name breaks the rule of names.</exception>
    /// <exception cref="IOException">The data directory cannot be written.</exception>
    public static string Resolve(string? given, string data, string machineIdFile)
    {
        if (given is not null)
            return Checked(given, "--instance");
        var file = new AgentPaths(data).Instance;
        if (File.Exists(file))
            return Checked(File.ReadAllText(file).Trim(), file);
        // A machine without an id (a bare container) gets a random one, kept all the same.
        var machine = File.Exists(machineIdFile) ? File.ReadAllText(machineIdFile).Trim() : "";
        var seed = machine.Length > 0 ? $"{machine}\n{data}" : Guid.NewGuid().ToString("N");
        var made = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(seed)).AsSpan(0, 8));
        PrivateDirectory.Ensure(data);
        AtomicFile.Write(file, Encoding.UTF8.GetBytes(made + "\n"), PrivateDirectory.FileMode);
        return made;
    }

    private static string Checked(string name, string where)
    {
        var fits = name.Length is >= 1 and <= 63
            && char.IsAsciiLetterOrDigit(name[0]) && char.IsAsciiLetterOrDigit(name[^1])
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '/');
        return fits ? name : throw new AgentStartException(
            $"The instance '{name}' from {where} is not a name: 1 to 63 of a-z A-Z 0-9 . _ - /, beginning and ending with a letter or digit.");
    }
}
