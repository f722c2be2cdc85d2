using System.Net;
using Plumb.Contracts.Json;
using Plumb.Contracts.Stacks;
using Plumb.TestKit;

namespace Plumb.Server.Tests.Replicas;

/// <summary>A commit was made, and the connection was lost before its answer came.</summary>
public sealed class LostAnswerTests
{
    [Fact]
    public async Task What_it_changed_is_shown_and_told_as_that_of_any_commit_though_who_asked_is_told_to_ask_again()
    {
        var postgres = await SharedPostgres.GetAsync();
        var store = await postgres.NewStoreAsync();
        var directory = Directory.CreateTempSubdirectory("plumb-wire-");
        using (var wire = new LossyWire(directory.FullName, Path.Combine(postgres.Directory, ".s.PGSQL.5432")))
        {
            await using var server = await Pair.StartOneAsync(store.Replace(postgres.Directory, directory.FullName, StringComparison.Ordinal));
            await server.PublishAsync(Found.Stack("web"));
            var agent = await server.AgentAsync();
            var (_, tag) = await agent.PollAsync();
            var waiting = agent.PollAsync(tag, wait: "5m");

            wire.LoseCommitOf("lost-answer");
            using var answer = await server.Admin.PutAsync("/api/v1/stacks/web/annotations/lost-answer", new AnnotationBody("here").Json(PlumbJson.Default.AnnotationBody));
            await answer.ProblemAsync(HttpStatusCode.ServiceUnavailable, "store.unwritable");
            Assert.Equal(1, wire.Lost);
            await Wait.UntilAsync(async () => (await server.StackAsync("web")).Annotations.ContainsKey("lost-answer"), Pair.Long, "the change is shown");

            wire.LoseCommitOf("stopped-here");
            using var publishing = await server.Admin.PutAsync("/api/v1/stacks/web", new StackBody { Policies = new PolicyBody { DependsOn = ["stopped-here"] } }.Json(PlumbJson.Default.StackBody));
            await publishing.ProblemAsync(HttpStatusCode.ServiceUnavailable, "store.unwritable");
            Assert.Equal(2, wire.Lost);
            Assert.NotNull((await waiting.WaitAsync(Pair.Long)).State);
        }

        directory.Delete(recursive: true);
    }
}
