using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Plumb.Server.Replicas;
using Plumb.Server.Storage;

namespace Plumb.Server.Keys;

/// <summary>A key as the store has it.</summary>
internal sealed record StoredKey
{
    public required string Id { get; init; }

    public required string Role { get; init; }

    /// <summary>Whose; of an agent's key, the agent's name.</summary>
    public required string Name { get; init; }

    public required string Hash { get; init; }
}

/// <summary>Which keys are good. Asked on every request, so it answers from memory.</summary>
internal sealed class KeyStore(Database database, StoreWriter writer) : IChangeFollower
{
    private const string Columns = "id as Id, role as Role, name as Name, hash as Hash";
    private readonly ConcurrentDictionary<string, StoredKey> _keys = new(StringComparer.Ordinal);

    public bool IsEmpty => _keys.IsEmpty;

    public void Load()
    {
        using var connection = database.OpenReader();
        foreach (var key in connection.Query<StoredKey>($"select {Columns} from access_key where revoked_at is null"))
        {
            _keys[key.Id] = key;
        }
    }

    /// <inheritdoc/>
    public void Follow(WriteScope scope, ChangeNote note)
    {
        if (!note.Concerns(ChangeTopics.Keys))
        {
            return;
        }

        var good = scope.Query<StoredKey>($"select {Columns} from access_key where revoked_at is null").ToDictionary(key => key.Id, StringComparer.Ordinal);
        scope.Then(() =>
        {
            foreach (var id in _keys.Keys.Where(id => !good.ContainsKey(id)))
            {
                _keys.TryRemove(id, out _);
            }

            foreach (var (id, key) in good)
            {
                _keys[id] = key;
            }
        });
    }

    /// <summary>Null when the key is unknown, revoked or wrong. The secret is compared in constant time.</summary>
    public StoredKey? Check(KeyText text)
    {
        if (!_keys.TryGetValue(text.Id, out var key) || key.Role != KeyText.WordOf(text.Role))
        {
            return null;
        }

        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(key.Hash), Encoding.ASCII.GetBytes(text.Hash())) ? key : null;
    }

    /// <summary>Makes a key; keys of the same role and name that were made before stop working.</summary>
    public async Task<KeyText> ReplaceAsync(Role role, string name, CancellationToken cancellation)
    {
        var text = KeyText.New(role, Guid.CreateVersion7().ToString("N"));
        await KeepAsync(text, name, cancellation);
        return text;
    }

    /// <summary>Keeps this key as the only one of its role and name.</summary>
    public Task KeepAsync(KeyText text, string name, CancellationToken cancellation) => writer.WriteAsync(
        scope =>
        {
            var key = new StoredKey { Id = text.Id, Role = KeyText.WordOf(text.Role), Name = name, Hash = text.Hash() };
            var old = scope.Query<string>("select id from access_key where role = @Role and name = @Name and revoked_at is null and id <> @Id", key);
            scope.Execute("update access_key set revoked_at = @now where role = @Role and name = @Name and revoked_at is null and id <> @Id", new { key.Role, key.Name, key.Id, now = scope.Now.ToStored() });
            scope.Execute(
                "insert into access_key (id, role, name, hash, created_at) values (@Id, @Role, @Name, @Hash, @now) on conflict (id) do update set hash = excluded.hash, revoked_at = null",
                new { key.Id, key.Role, key.Name, key.Hash, now = scope.Now.ToStored() });
            scope.Tell(ChangeTopics.Keys);
            scope.Then(() =>
            {
                foreach (var id in old)
                {
                    _keys.TryRemove(id, out _);
                }

                _keys[key.Id] = key;
            });
        },
        cancellation);

    public void RevokeAll(WriteScope scope, Role role, string name)
    {
        var old = scope.Query<string>("select id from access_key where role = @role and name = @name and revoked_at is null", new { role = KeyText.WordOf(role), name });
        scope.Execute("update access_key set revoked_at = @now where role = @role and name = @name and revoked_at is null", new { role = KeyText.WordOf(role), name, now = scope.Now.ToStored() });
        scope.Tell(ChangeTopics.Keys);
        scope.Then(() =>
        {
            foreach (var id in old)
            {
                _keys.TryRemove(id, out _);
            }
        });
    }
}
