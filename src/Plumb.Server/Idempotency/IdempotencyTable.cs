using Plumb.Contracts.Problems;
using Plumb.Server.Api;
using Plumb.Server.Storage;

namespace Plumb.Server.Idempotency;

/// <summary>One write that a caller named.</summary>
/// <param name="Owner">Id of the caller's key.</param>
/// <param name="Key">As the caller named it.</param>
/// <param name="Route">Method, path and query.</param>
/// <param name="Body">SHA-256 of the request's body.</param>
internal sealed record NamedWrite(string Owner, string Key, string Route, string Body);

internal sealed record IdempotencyRow
{
    public required string Id { get; init; }

    public required string Route { get; init; }

    public required string Body { get; init; }

    public required string Origin { get; init; }

    public long ClaimedAt { get; init; }

    public long Made { get; init; }

    public byte[]? Answer { get; init; }
}

/// <summary>The rows of named writes.</summary>
internal static class IdempotencyTable
{
    /// <summary>How long a write may be repeated.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromHours(24);

    /// <summary>Takes the name for this run of it.</summary>
    /// <param name="isOver">Whether a run without an answer ended.</param>
    /// <returns>Null: it may run. Otherwise what is there.</returns>
    public static IdempotencyRow? Claim(WriteScope scope, NamedWrite write, string id, string origin, Func<IdempotencyRow, bool> isOver)
    {
        var row = scope.Single<IdempotencyRow>(
            "select id as Id, route as Route, body as Body, origin as Origin, claimed_at as ClaimedAt, made as Made, answer as Answer from idempotency where owner = @Owner and key = @Key",
            write);
        if (row is not null)
        {
            var isExpired = row.ClaimedAt < (scope.Now - Retention).ToStored();
            var ranInVain = row is { Answer: null, Made: 0 } && row.Route == write.Route && row.Body == write.Body && isOver(row);
            if (!isExpired && !ranInVain)
            {
                return row;
            }

            Release(scope, row.Id);
        }

        scope.Execute(
            "insert into idempotency (id, owner, key, route, body, origin, claimed_at, made) values (@id, @Owner, @Key, @Route, @Body, @origin, @now, 0)",
            new { id, write.Owner, write.Key, write.Route, write.Body, origin, now = scope.Now.ToStored() });
        return null;
    }

    /// <summary>Called in the transaction of each change that somebody asked for: the change and the note that it was made are one.</summary>
    /// <exception cref="ProblemException">The run was taken for dead, and another one has its name by now.</exception>
    public static void Mark(WriteScope scope, string? id)
    {
        if (id is not null && scope.Execute("update idempotency set made = 1 where id = @id", new { id }) == 0)
        {
            throw new ProblemException(ProblemCodes.IdempotencyBusy, "It took so long that a repetition took over.");
        }
    }

    public static void Keep(WriteScope scope, string id, byte[] answer) =>
        scope.Execute("update idempotency set made = 1, answer = @answer where id = @id", new { id, answer });

    /// <summary>Nothing was changed: the name is free again.</summary>
    public static void Release(WriteScope scope, string id) => scope.Execute("delete from idempotency where id = @id", new { id });

    public static int Prune(WriteScope scope) =>
        scope.Execute("delete from idempotency where claimed_at < @before", new { before = (scope.Now - Retention).ToStored() });
}
