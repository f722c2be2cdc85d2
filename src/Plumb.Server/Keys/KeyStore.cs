using System.Collections.Concurrent;
using System.Security.Cryptography;
using Plumb.Server.Audit;
using Plumb.Server.Replicas;
using Plumb.Server.Storage;

namespace Plumb.Server.Keys;

/// <summary>Which keys are good. Asked on every request, so it answers from memory; what is written is published after its commit.</summary>
internal sealed class KeyStore(StoreWriter writer, TimeProvider time) : IChangeFollower
{
    private readonly ConcurrentDictionary<string, LiveKey> _keys = new(StringComparer.Ordinal);

    /// <summary>Keys that are not revoked.</summary>
    public IReadOnlyCollection<LiveKey> Live => [.. _keys.Values];

    /// <summary>Somebody could log in.</summary>
    public bool HasGood => _keys.Values.Any(key => key.Stored.IsGood(time.GetUtcNow()));

    public Task LoadAsync(CancellationToken cancellation) => writer.WriteAsync(Read, cancellation);

    /// <inheritdoc/>
    public void Follow(WriteScope scope, ChangeNote note)
    {
        if (note.Concerns(ChangeTopics.Keys))
        {
            Read(scope);
        }
    }

    /// <summary>Null when the key is unknown, revoked, wrong or expired. The secret is compared in constant time.</summary>
    public LiveKey? Check(KeyText? text)
    {
        if (text is null || !_keys.TryGetValue(text.Id, out var key) || key.Role != text.Role)
        {
            return null;
        }

        var now = time.GetUtcNow();
        Span<byte> hash = stackalloc byte[KeyText.HashBytes];
        text.WriteHash(hash);
        if (!CryptographicOperations.FixedTimeEquals(key.Hash, hash) || !key.Stored.IsGood(now))
        {
            return null;
        }

        key.Use(now.ToStored());
        return key;
    }

    public bool Knows(string id) => _keys.ContainsKey(id);

    public LiveKey? Find(string id) => _keys.GetValueOrDefault(id);

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
            var now = scope.Now.ToStored();
            var key = new StoredKey { Id = text.Id, Role = KeyText.WordOf(text.Role), Name = name, Hash = text.Hash(), CreatedAt = now, CreatedBy = "start" };
            foreach (var old in scope.Query<string>("select id from access_key where role = @Role and name = @Name and revoked_at is null and id <> @Id", new { key.Role, key.Name, key.Id }))
            {
                Revoke(scope, old);
            }

            Insert(scope, key);
            scope.Note(new Actor("start", Role.Admin), "key.create", $"{key.Role}/{key.Name} {key.Id}");
        },
        cancellation);

    /// <summary>Stores it and, once that is committed, lets it in.</summary>
    public void Insert(WriteScope scope, StoredKey key)
    {
        scope.Execute(
            """
            insert into access_key (id, role, name, hash, created_at, created_by, expires_at) values (@Id, @Role, @Name, @Hash, @CreatedAt, @CreatedBy, @ExpiresAt)
            on conflict (id) do update set hash = excluded.hash
            """,
            new { key.Id, key.Role, key.Name, key.Hash, key.CreatedAt, key.CreatedBy, key.ExpiresAt });
        scope.Tell(ChangeTopics.Keys);
        scope.Then(() => Publish(key));
    }

    /// <summary>Ends it: no request is let in once the write is committed, and what waits with it is ended.</summary>
    public void Revoke(WriteScope scope, string id)
    {
        scope.Execute("update access_key set revoked_at = @now where id = @id and revoked_at is null", new { id, now = scope.Now.ToStored() });
        scope.Tell(ChangeTopics.Keys);
        scope.Then(() => Drop(id));
    }

    /// <summary>Ends every key of this role and name: when the agent or publisher goes whose they are.</summary>
    public void RevokeAll(WriteScope scope, Role role, string name)
    {
        foreach (var id in scope.Query<string>("select id from access_key where role = @role and name = @name and revoked_at is null", new { role = KeyText.WordOf(role), name }))
        {
            Revoke(scope, id);
        }
    }

    /// <summary>The old one ends when the overlap is over, and not later than it would have.</summary>
    public void Retire(WriteScope scope, StoredKey key, string replacedBy, long endsAt)
    {
        var retired = key with { ReplacedBy = replacedBy, ExpiresAt = Math.Min(endsAt, key.ExpiresAt ?? long.MaxValue) };
        scope.Execute("update access_key set replaced_by = @ReplacedBy, expires_at = @ExpiresAt where id = @Id", new { retired.ReplacedBy, retired.ExpiresAt, retired.Id });
        scope.Tell(ChangeTopics.Keys);
        scope.Then(() => Publish(retired));
    }

    /// <param name="endsAt">When it ends from now on; null: when it is revoked.</param>
    public StoredKey Relive(WriteScope scope, StoredKey key, long? endsAt)
    {
        var changed = key with { ExpiresAt = endsAt };
        scope.Execute("update access_key set expires_at = @ExpiresAt where id = @Id", new { changed.ExpiresAt, changed.Id });
        scope.Tell(ChangeTopics.Keys);
        scope.Then(() => Publish(changed));
        return changed;
    }

    /// <summary>All of it anew; what went meanwhile ends at once.</summary>
    private void Read(WriteScope scope)
    {
        var rows = scope.Query<StoredKey>($"select {StoredKey.Columns} from access_key where revoked_at is null");
        scope.Then(() =>
        {
            foreach (var gone in _keys.Keys.Except(rows.Select(row => row.Id), StringComparer.Ordinal).ToList())
            {
                Drop(gone);
            }

            foreach (var row in rows)
            {
                Publish(row);
            }
        });
    }

    private void Publish(StoredKey row) => _keys.AddOrUpdate(row.Id, _ => new LiveKey(row), (_, live) =>
    {
        live.Stored = row;
        return live;
    });

    private void Drop(string id)
    {
        if (_keys.TryRemove(id, out var gone))
        {
            gone.Dispose();
        }
    }
}
