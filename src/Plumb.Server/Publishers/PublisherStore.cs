using Dapper;
using Plumb.Contracts.Problems;
using Plumb.Server.Api;
using Plumb.Server.Applying;
using Plumb.Server.Audit;
using Plumb.Server.Fleet;
using Plumb.Server.Keys;
using Plumb.Server.Stacks.Deleting;
using Plumb.Server.Storage;

namespace Plumb.Server.Publishers;

/// <summary>All publishers: those that people make, the sources, and <c>system</c>.</summary>
internal sealed class PublisherStore(Database database, StoreWriter writer, FactsCache facts)
{
    /// <summary>By name.</summary>
    public IReadOnlyList<Publisher> List()
    {
        using var connection = database.OpenReader();
        return [.. connection.Query<PublisherRow>($"select {PublisherRow.Columns} from publisher where deleted_at is null")
            .Select(row => row.ToPublisher()).OrderBy(publisher => publisher.Name, StringComparer.Ordinal)];
    }

    public Publisher? Find(string nameOrId)
    {
        using var connection = database.OpenReader();
        return connection.QuerySingleOrDefault<PublisherRow>(
            $"select {PublisherRow.Columns} from publisher where deleted_at is null and (name = @nameOrId or (id = @nameOrId and not exists (select 1 from publisher p where p.name = @nameOrId)))",
            new { nameOrId })?.ToPublisher();
    }

    /// <exception cref="ProblemException">There is none.</exception>
    public Publisher Known(string nameOrId) => Find(RouteNames.Decode(nameOrId))
        ?? throw new ProblemException(ProblemCodes.PublisherUnknown, $"There is no publisher '{RouteNames.Decode(nameOrId)}'.");

    /// <summary>The publisher whose stacks this caller may make; a key of another publisher finds none.</summary>
    /// <exception cref="ProblemException">There is none, or its stacks come from a repository.</exception>
    public Publisher Writable(string name, Actor actor)
    {
        if (actor.Role == Role.Publisher && actor.Name != name)
        {
            throw new ProblemException(ProblemCodes.PublisherUnknown, $"There is no publisher '{name}'.");
        }

        var publisher = Known(name);
        return publisher.Kind switch
        {
            Publisher.SourceKind => throw new ProblemException(ProblemCodes.StackSourced, $"The stacks of source '{name}' come from its repository."),
            Publisher.SystemKind when actor.Role != Role.Admin => throw new ProblemException(ProblemCodes.RoleForbidden, "Only admin keys publish to 'system'."),
            _ => publisher,
        };
    }

    /// <summary>Makes the publisher where there is none.</summary>
    /// <returns>Whether it was made.</returns>
    public Task<bool> PutAsync(string name, Actor actor, bool mustBeNew, CancellationToken cancellation) => writer.WriteAsync(
        scope =>
        {
            var row = scope.Single<PublisherRow>($"select {PublisherRow.Columns} from publisher where name = @name", new { name });
            var live = row is not null && scope.Single<long?>("select deleted_at from publisher where id = @Id", row) is null;
            if (live && (mustBeNew || row!.Kind == Publisher.SourceKind))
            {
                throw mustBeNew
                    ? new ProblemException(ProblemCodes.NameTaken, $"There is a publisher '{name}'.")
                    : new ProblemException(ProblemCodes.PublisherFixed, $"'{name}' is a source.");
            }

            if (live)
            {
                return false;
            }

            if (row is { Kind: not Publisher.PublisherKind })
            {
                throw new ProblemException(ProblemCodes.NameTaken, $"'{name}' was a source, and what it left runs under that name.");
            }

            var id = row?.Id ?? scope.NewId();
            if (row is not null)
            {
                scope.Execute("update publisher set deleted_at = null where id = @Id", row);
            }
            else
            {
                scope.Execute(
                    "insert into publisher (id, name, kind, ordinal, created_at) values (@id, @name, @kind, 0, @now)",
                    new { id, name, kind = Publisher.PublisherKind, now = scope.Now.ToStored() });
            }

            scope.ChangeFacts();
            scope.Note(actor, "publisher.create", name);
            ApplySets.Made(scope, actor, "publisher", id, name);
            return true;
        },
        cancellation);

    /// <summary>The publisher goes, and each of its stacks is deleted.</summary>
    public Task DeleteAsync(Publisher publisher, bool keepRunning, Actor actor, CancellationToken cancellation) => writer.WriteAsync(
        scope =>
        {
            var before = facts.For(scope);
            foreach (var stack in before.Stacks.Values.Where(stack => stack.Publisher.Id == publisher.Id && stack.Deletion is null).OrderBy(stack => stack.Id, StringComparer.Ordinal))
            {
                Deletions.Mark(scope, before, stack.Id, keepRunning, actor);
            }

            scope.Execute("update publisher set deleted_at = @now where id = @Id", new { publisher.Id, now = scope.Now.ToStored() });
            // Whoever takes the name next needs new consent.
            FleetTies.EndSubscriptions(scope, publisher.Id);
            scope.ChangeFacts();
            scope.Note(actor, "publisher.delete", publisher.Name);
        },
        cancellation);
}
