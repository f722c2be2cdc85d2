using Dapper;
using Plumb.Contracts.Applying;
using Plumb.Server.Audit;
using Plumb.Server.Storage;

namespace Plumb.Server.Applying;

/// <summary>
/// Which set of files made what. Nothing is decided by it but what <c>plumb apply --prune</c> offers to take away, and that goes through the same routes,
/// and with the same rights, as any other removal.
/// </summary>
internal sealed class ApplySets(Database database, StoreWriter writer)
{
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
