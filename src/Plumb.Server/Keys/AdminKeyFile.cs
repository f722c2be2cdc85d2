using System.Text;
using Plumb.Platform.Paths;
using Plumb.Server.Storage;

namespace Plumb.Server.Keys;

/// <summary><c>DATA/admin.key</c>: the key of the person at this machine, readable by its owner alone.</summary>
internal sealed class AdminKeyFile(string path, KeyStore keys, Database database)
{
    /// <summary>Makes the file on first start. A file that is there is kept and, after a lost database, is made good again.</summary>
    /// <exception cref="InvalidDataException">The file holds something else than an admin key.</exception>
    public async Task EnsureAsync(CancellationToken cancellation)
    {
        if (File.Exists(path))
        {
            var found = KeyText.Parse((await File.ReadAllTextAsync(path, cancellation)).Trim());
            if (found is not { Role: Role.Admin })
            {
                throw new InvalidDataException($"{path} does not hold an admin key. Remove the file and start again: a new key is made.");
            }

            if (keys.Check(found) is null)
            {
                await keys.KeepAsync(found, NameOf(found), cancellation);
            }

            return;
        }

        var made = KeyText.New(Role.Admin, Guid.CreateVersion7().ToString("N"));
        await keys.KeepAsync(made, NameOf(made), cancellation);
        AtomicFile.Write(path, Encoding.ASCII.GetBytes($"{made}\n"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    // Control planes over one store each have their own: a name's newest key ends the ones before it.
    private string NameOf(KeyText key) => database.IsShared ? $"admin-{key.Id[^8..]}" : "admin";
}
