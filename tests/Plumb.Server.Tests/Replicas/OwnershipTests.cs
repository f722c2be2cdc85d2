using Microsoft.Extensions.Logging.Abstractions;
using Plumb.Contracts.Sources;
using Plumb.Platform.Secrets;
using Plumb.Server.Replicas;
using Plumb.Server.Sources.Refreshing;
using Plumb.Server.Stacks.Views;
using Plumb.Server.Storage.Postgres;
using Plumb.TestKit;

namespace Plumb.Server.Tests.Replicas;

public sealed class OwnershipTests
{
    [Fact]
    public async Task Work_has_one_owner_at_a_time_and_goes_on_when_that_one_ends_or_loses_its_session()
    {
        var postgres = await SharedPostgres.GetAsync();
        var store = await postgres.NewStoreAsync();
        var schema = store[(store.LastIndexOf('=') + 1)..];
        using var database = new PostgresDatabase(store, new SecretMask());
        var one = new PostgresOwnership(database, TimeProvider.System, NullLogger<PostgresOwnership>.Instance);
        var other = new PostgresOwnership(database, TimeProvider.System, NullLogger<PostgresOwnership>.Instance);

        var first = await one.TakeAsync("test", CancellationToken.None);
        using var unrelated = await other.TakeAsync("something else", CancellationToken.None);
        var waiting = other.TakeAsync("test", CancellationToken.None);
        Assert.False(waiting.IsCompleted);
        first.Dispose();
        using var second = await waiting.WaitAsync(Pair.Long);

        waiting = one.TakeAsync("test", CancellationToken.None);
        await postgres.SqlAsync(
            $"select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted and objid::bigint = hashtext('own test {schema}')::bigint & 4294967295");
        using var third = await waiting.WaitAsync(Pair.Long);
        await Wait.UntilAsync(() => second.Lost.IsCancellationRequested, Pair.Long, "the owner whose session ended knows it");
        Assert.False(third.Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task Sources_are_refreshed_by_one_control_plane_and_by_the_other_when_it_is_gone()
    {
        var repo = await GitRepo.CreateAsync(("web/compose.yaml", "services: { web: { image: busybox } }\n"));
        using (repo)
        {
            var store = await (await SharedPostgres.GetAsync()).NewStoreAsync();
            ServerOptions Refreshing(ServerOptions options) => options with
            {
                RefreshSources = true,
                Sources = [new NamedSource("main", new SourceSpec { Repository = repo.Path, Poll = TimeSpan.FromMilliseconds(200) })],
            };
            var one = await Pair.StartOneAsync(store, Refreshing);
            await using var closing = one;
            await Wait.UntilAsync(() => Owns(one), Pair.Long, "the first refreshes");
            await using var other = await Pair.StartOneAsync(store, Refreshing);
            await Wait.UntilAsync(() => Sequence(other) == 1, Pair.Long, "the first commit, at the other");
            Assert.False(Owns(other));

            await one.Server.StopAsync(CancellationToken.None);
            await repo.CommitAsync("Another", ("web/compose.yaml", "services: { web: { image: nginx } }\n"));

            await Wait.UntilAsync(() => Sequence(other) == 2, Pair.Long, "the second commit, by the other");
            Assert.True(Owns(other));
        }
    }

    private static long? Sequence(RunningServer server) => server.Server.Service<StackBoard>().Page.Find("web")?.View.Sequence;

    private static bool Owns(RunningServer server) => server.Server.Service<SourceRefresher>().Owns;
}
