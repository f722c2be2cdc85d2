using Dapper;
using Plumb.Contracts.Json;
using Plumb.Contracts.Keys;
using Plumb.Contracts.Naming;
using Plumb.Contracts.Problems;
using Plumb.Server.Api;
using Plumb.Server.Audit;
using Plumb.Server.Publishers;
using Plumb.Server.Storage;

namespace Plumb.Server.Keys;

/// <summary>What people do with keys, each change with its actor in the audit log.</summary>
internal sealed class KeyBook(KeyStore keys, Database database, StoreWriter writer, TimeProvider time)
{
    private static readonly TimeSpan UsualOverlap = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestOverlap = TimeSpan.FromDays(30);
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(3650);
    private static readonly TimeSpan Retention = TimeSpan.FromDays(365);

    /// <summary>By id, oldest first: ids are UUIDv7.</summary>
    public IReadOnlyList<KeyView> List(string? after, int most)
    {
        using var connection = database.OpenReader();
        return [.. connection.Query<StoredKey>($"select {StoredKey.Columns} from access_key where @after is null or id > @after order by id limit @most", new { after, most }).Select(View)];
    }

    public KeyView View(StoredKey key) => key.ToView(time.GetUtcNow(), keys.Find(key.Id)?.Used);

    /// <exception cref="ProblemException">There is none, or several have that name.</exception>
    public StoredKey Known(string idOrName)
    {
        using var connection = database.OpenReader();
        var found = connection.Query<StoredKey>($"select {StoredKey.Columns} from access_key where id = @idOrName or (name = @idOrName and revoked_at is null)", new { idOrName }).AsList();
        return found.Find(key => key.Id == idOrName) ?? found switch
        {
            [var only] => only,
            [] => throw new ProblemException(ProblemCodes.KeyUnknown, $"There is no key '{idOrName}'."),
            _ => throw new ProblemException(ProblemCodes.KeyAmbiguous, $"Several keys are named '{idOrName}': {string.Join(", ", found.Select(key => key.Id))}."),
        };
    }

    /// <exception cref="ProblemException">No such role, no name, or a life that is none.</exception>
    public Task<KeyMade> CreateAsync(KeyBody body, Actor actor, CancellationToken cancellation)
    {
        var role = KeyText.RoleOf(body.Role ?? "")
            ?? throw new ProblemException(ProblemCodes.BodyInvalid, $"role: '{body.Role}' is none of {string.Join(", ", Enum.GetValues<Role>().Select(KeyText.WordOf))}.");
        if (!NameRule.Holds(body.Name ?? ""))
        {
            throw new ProblemException(ProblemCodes.NameInvalid, $"'{body.Name}' cannot be a key's name.");
        }

        if (role == Role.Publisher && body.Name == Publisher.SystemKind)
        {
            throw new ProblemException(ProblemCodes.BodyInvalid, "Only admins' keys publish to 'system'.");
        }

        CheckLife(body.ExpiresIn);
        return writer.WriteAsync(
            scope =>
            {
                var made = Make(scope, role, body.Name!, actor, body.ExpiresIn is { } life ? scope.Now + life : null);
                scope.Note(actor, "key.create", Shown(made.Key));
                return made;
            },
            cancellation);
    }

    /// <exception cref="ProblemException">There is no such key, it is not in use, its role or name would be another, or its life none.</exception>
    public async Task<KeyView> ChangeAsync(string idOrName, KeyChangeBody body, Actor actor, CancellationToken cancellation)
    {
        CheckLife(body.ExpiresIn);
        var known = Known(idOrName);
        if ((body.Role ?? known.Role) != known.Role || (body.Name ?? known.Name) != known.Name)
        {
            throw new ProblemException(ProblemCodes.BodyInvalid, $"The key {known.Id} stays {known.Role}/{known.Name}: make another one instead.");
        }

        return View(await writer.WriteAsync(
            scope =>
            {
                var old = InUse(scope, known.Id);
                var changed = keys.Relive(scope, old, body.ExpiresIn is { } life ? (scope.Now + life).ToStored() : null);
                scope.Note(actor, "key.change", Shown(changed.ToView(scope.Now)));
                return changed;
            },
            cancellation));
    }

    /// <param name="overlap">How long the old one works on; null: a day.</param>
    /// <exception cref="ProblemException">There is no such key, it ended or was rotated already, or the overlap is none.</exception>
    public Task<KeyMade> RotateAsync(string idOrName, TimeSpan? overlap, Actor actor, CancellationToken cancellation)
    {
        if (overlap is { } asked && (asked < TimeSpan.Zero || asked > LongestOverlap))
        {
            throw new ProblemException(ProblemCodes.BodyInvalid, $"overlap: {Duration.Format(asked)} is not from 0s to {Duration.Format(LongestOverlap)}.");
        }

        var id = Known(idOrName).Id;
        return writer.WriteAsync(
            scope =>
            {
                var old = InUse(scope, id);
                var life = old.ExpiresAt is { } end ? scope.Now + TimeSpan.FromMilliseconds(end - old.CreatedAt) : (DateTimeOffset?)null;
                var made = Make(scope, KeyText.RoleOf(old.Role)!.Value, old.Name, actor, life);
                keys.Retire(scope, old, made.Key.Id, (scope.Now + (overlap ?? UsualOverlap)).ToStored());
                scope.Note(actor, "key.rotate", Shown(made.Key));
                return made;
            },
            cancellation);
    }

    /// <exception cref="ProblemException">There is no such key.</exception>
    public async Task<KeyView> RevokeAsync(string idOrName, Actor actor, CancellationToken cancellation)
    {
        var id = Known(idOrName).Id;
        return View(await writer.WriteAsync(
            scope =>
            {
                var old = scope.Single<StoredKey>($"select {StoredKey.Columns} from access_key where id = @id", new { id })!;
                if (old.RevokedAt is null)
                {
                    keys.Revoke(scope, id);
                    scope.Note(actor, "key.revoke", $"{old.Role}/{old.Name} {id}");
                }

                return old with { RevokedAt = old.RevokedAt ?? scope.Now.ToStored() };
            },
            cancellation));
    }

    /// <summary>Forgets keys that ended long ago.</summary>
    public static int Prune(WriteScope scope) => scope.Execute(
        "delete from access_key where revoked_at < @before or expires_at < @before", new { before = (scope.Now - Retention).ToStored() });

    /// <summary>Read anew: whoever came first rotated it.</summary>
    private static StoredKey InUse(WriteScope scope, string id) =>
        scope.Single<StoredKey>($"select {StoredKey.Columns} from access_key where id = @id", new { id }) is { ReplacedBy: null } key && key.IsGood(scope.Now) ? key
        : throw new ProblemException(ProblemCodes.KeyRetired, $"The key {id} was revoked, rotated or has expired.");

    private static void CheckLife(TimeSpan? asked)
    {
        if (asked is { } life && (life <= TimeSpan.Zero || life > LongestLife))
        {
            throw new ProblemException(ProblemCodes.BodyInvalid, $"expiresIn: {Duration.Format(life)} is not above zero and up to {Duration.Format(LongestLife)}.");
        }
    }

    private KeyMade Make(WriteScope scope, Role role, string name, Actor actor, DateTimeOffset? expires)
    {
        // The id's time is this write's, so that lists are in the order of making.
        var text = KeyText.New(role, Guid.CreateVersion7(scope.Now).ToString("N"));
        var key = new StoredKey
        {
            Id = text.Id,
            Role = KeyText.WordOf(role),
            Name = name,
            Hash = text.Hash(),
            CreatedAt = scope.Now.ToStored(),
            CreatedBy = actor.Name,
            ExpiresAt = expires?.ToStored(),
        };
        keys.Insert(scope, key);
        return new KeyMade(key.ToView(scope.Now), text.ToString());
    }

    private static string Shown(KeyView key) => $"{key.Role}/{key.Name} {key.Id}";
}
