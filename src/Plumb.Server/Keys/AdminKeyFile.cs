using System.Text;
using Microsoft.Extensions.Logging;
using Plumb.Platform.Paths;
using Plumb.Server.Storage;

namespace Plumb.Server.Keys;

/// <summary><c>DATA/admin.key</c>: the key of the person at this machine, readable by its owner alone.</summary>
internal sealed partial class AdminKeyFile(string path, KeyStore keys, Database database, StoreWriter writer, ILogger<AdminKeyFile> log)
{
    /// <summary>
    /// Makes the file on first start. A file that is there is kept and, after a lost database, is made good again; one whose key was revoked or
    /// has expired stays so.
    /// </summary>
    /// <exception cref="InvalidDataException">The file holds something else than an admin key.</exception>
    public async Task EnsureAsync(CancellationToken cancellation)
    {
        if (!File.Exists(path))
        {
            var made = KeyText.New(Role.Admin, Guid.CreateVersion7().ToString("N"));
            await keys.KeepAsync(made, NameOf(made), cancellation);
            AtomicFile.Write(path, Encoding.ASCII.GetBytes($"{made}\n"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
            return;
        }

        var found = KeyText.Parse((await File.ReadAllTextAsync(path, cancellation)).Trim());
        if (found is not { Role: Role.Admin })
        {
            throw new InvalidDataException($"{path} does not hold an admin key. Remove the file and start again: a new key is made.");
        }

        if (keys.Check(found) is not null)
        {
            return;
        }

        if (await writer.WriteAsync(scope => scope.Single<long>("select count(*) from access_key where id = @Id", new { found.Id }), cancellation) > 0)
        {
            LogRetired(path);
            return;
        }

        await keys.KeepAsync(found, NameOf(found), cancellation);
    }

    // Control planes over one store each have their own: a name's newest key ends the ones before it.
    private string NameOf(KeyText key) => database.IsShared ? $"admin-{key.Id[^8..]}" : "admin";

    [LoggerMessage(EventId = 2401, EventName = "key.retired", Level = LogLevel.Warning,
        Message = "The key in {Path} was revoked or has expired, and stays so. Remove the file and start again to have a new one made.")]
    private partial void LogRetired(string path);
}
