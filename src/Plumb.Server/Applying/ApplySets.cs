using Dapper;
using Microsoft.AspNetCore.Http;
using Plumb.Contracts.Applying;
using Plumb.Server.Api;
using Plumb.Server.Audit;
using Plumb.Server.Fleet;
using Plumb.Server.Keys;
using Plumb.Server.Storage;

namespace Plumb.Server.Applying;

/// <summary>
/// Which set of files made what. Nothing is decided by it but what <c>plumb apply --prune</c> offers to take away, and that goes through the same routes,
/// and with the same rights, as any other removal.
/// </summary>
internal sealed class ApplySets(Database database, StoreWriter writer)
{
    public const string Header = "Plumb-Apply-Set";

    private sealed record Row
    {
        public required string SetName { get; init; }

        public required string Kind { get; init; }

        public required string Name { get; init; }

        public required string Id { get; init; }

        public long Made { get; init; }

        public long Declared { get; init; }
    }

    private const string Columns = "set_name as SetName, kind as Kind, name as Name, object_id as Id, made as Made, declared as Declared";

    /// <summary>Whose sets a caller sees: admins share theirs; a publisher's key has its own.</summary>
    public static string OwnerOf(Actor actor) => actor.Role == Role.Publisher ? actor.Name : "";

    /// <summary>The set that a request says it applies; null: none.</summary>
    /// <exception cref="ProblemException">It is no name.</exception>
    public static string? NameOf(HttpRequest request) => request.Headers[Header] is [{ Length: > 0 } name] ? Checked.Name(name, "a set's name") : null;

    /// <summary>
    /// Called in the transaction that makes a thing: it is known to be the set's from then on, however the apply ends.
    /// </summary>
    public static void Made(WriteScope scope, Actor actor, string kind, string id, string name)
    {
        if (actor.Set is { } set)
        {
            scope.Execute(
                """
                insert into apply_item (owner, set_name, kind, name, object_id, made, declared) values (@owner, @set, @kind, @name, @id, 1, 1)
                on conflict (owner, set_name, object_id) do update set made = 1, declared = 1
                """,
                new { owner = OwnerOf(actor), set, kind, name, id });
        }
    }

    /// <summary>Null: there is none of this owner.</summary>
    public ApplySetView? Find(string owner, string set)
    {
        using var connection = database.OpenReader();
        var rows = connection.Query<Row>($"select {Columns} from apply_item where owner = @owner and set_name = @set order by kind, name, object_id", new { owner, set }).AsList();
        var others = connection.Query<Row>(
            $"""
            select {Columns} from apply_item o where declared = 1 and not (owner = @owner and set_name = @set)
              and exists (select 1 from apply_item m where m.object_id = o.object_id and m.owner = @owner and m.set_name = @set)
            order by set_name
            """,
            new { owner, set }).ToLookup(row => row.Id, row => row.SetName, StringComparer.Ordinal);
        return rows.Count == 0 ? null : new ApplySetView(set, [.. rows.Select(row => new ApplySetMember(row.Kind, row.Name, row.Id, row.Made != 0, row.Declared != 0, [.. others[row.Id]]))]);
    }

    /// <summary>Takes in what an apply declared. What the set made and declares no more stays known, until it is said to be gone.</summary>
    public Task PutAsync(string owner, string set, ApplySetBody body, Actor actor, CancellationToken cancellation) => writer.WriteAsync(
        scope =>
        {
            var before = scope.Query<Row>($"select {Columns} from apply_item where owner = @owner and set_name = @set", new { owner, set }).ToDictionary(row => row.Id, StringComparer.Ordinal);
            var after = After(set, before, body);
            if (before.Count == after.Count && before.Values.All(row => after.GetValueOrDefault(row.Id) == row))
            {
                return;
            }

            scope.Execute("delete from apply_item where owner = @owner and set_name = @set", new { owner, set });
            foreach (var row in after.Values)
            {
                scope.Execute(
                    "insert into apply_item (owner, set_name, kind, name, object_id, made, declared) values (@owner, @SetName, @Kind, @Name, @Id, @Made, @Declared)",
                    new { owner, row.SetName, row.Kind, row.Name, row.Id, row.Made, row.Declared });
            }

            scope.Note(actor, "apply-set.change", set);
        },
        cancellation);

    private static Dictionary<string, Row> After(string set, Dictionary<string, Row> before, ApplySetBody body)
    {
        var after = before.Values.Where(row => row.Made != 0 && !body.Gone.Contains(row.Id, StringComparer.Ordinal)).ToDictionary(row => row.Id, row => row with { Declared = 0 }, StringComparer.Ordinal);
        foreach (var item in body.Items)
        {
            var made = item.Made || before.GetValueOrDefault(item.Id) is { Made: not 0 };
            after[item.Id] = new Row { SetName = set, Kind = item.Kind, Name = item.Name, Id = item.Id, Made = made ? 1 : 0, Declared = 1 };
        }

        return after;
    }
}
