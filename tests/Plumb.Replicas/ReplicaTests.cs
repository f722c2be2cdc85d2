using Plumb.Replicas.History;
using Plumb.Replicas.Load;
using Plumb.Replicas.Stage;
using Plumb.TestKit;
using Xunit.Abstractions;

namespace Plumb.Replicas;

/// <summary>What is so after one replica after the other was killed, and PostgreSQL restarted, under load.</summary>
public sealed class ReplicaTests(ReplicaScene scene, ITestOutputHelper output) : IClassFixture<ReplicaScene>
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task No_change_that_was_acknowledged_is_lost_and_none_is_made_twice_or_out_of_order()
    {
        var replica = scene.Replicas[0];
        var faults = new List<string>();
        foreach (var stack in Plan.Stacks.Concat(Plan.Shared))
        {
            var asked = scene.Ledger.Published.Where(change => change.Of == stack).ToList();
            var kept = (await scene.ListAsync(replica, $"/api/v1/stacks/{stack}/history")).Select(entry => (entry["sequence"]!.GetValue<long>(), entry["commitMessage"]!.GetValue<string>())).ToList();
            faults.AddRange(NumberedLog.Faults(asked, kept));
        }

        foreach (var stack in Plan.Contended)
        {
            var asked = scene.Ledger.Replaced.Where(change => change.Of == stack).ToList();
            var last = (await scene.GetAsync(replica, $"/api/v1/stacks/{stack}")).Json["annotations"]!["n"]!.GetValue<string>();
            faults.AddRange(ReplacedValue.Faults(asked, "0", last, scene.Ledger.Read.Where(read => read.Stack == stack).Select(read => read.Value)));
        }

        var audit = (await scene.ListAsync(replica, "/api/v1/audit")).Select(record => $"{record["action"]} {record["object"]}").ToList();
        var words = scene.Ledger.Switched.Select(word => word[..word.IndexOf(' ', StringComparison.Ordinal)]).Distinct(StringComparer.Ordinal).ToList();
        faults.AddRange(Records.Faults(scene.Ledger.Switched, [], audit.Where(record => words.Any(word => record.StartsWith($"{word} ", StringComparison.Ordinal)) && !record.Contains("/passing-", StringComparison.Ordinal))));
        faults.AddRange(Records.Faults(scene.Ledger.Gone.Select(stack => $"stack.delete {stack}"), [], audit.Where(record => record.StartsWith("stack.delete ", StringComparison.Ordinal))));
        output.WriteLine(
            $"{scene.Replicas.Sum(one => one.Kills)} kills; {scene.Ledger.Published.Count} published, {scene.Ledger.Published.Count(change => change.Acknowledged is null)} of them unknown; "
            + $"{scene.Ledger.Replaced.Count} replaced, {scene.Ledger.Replaced.Count(change => change.Acknowledged is null)} unknown; {scene.Ledger.Switched.Count} switched; {scene.Ledger.Gone.Count} stacks came and went; answers {scene.Balancer.Answers}");
        None(faults);
        Assert.All(scene.Replicas, one => Assert.InRange(one.Kills, 2, int.MaxValue));
        Assert.NotEmpty(scene.Ledger.Published);
        Assert.NotEmpty(scene.Ledger.Replaced);
        Assert.NotEmpty(scene.Ledger.Switched);
    }

    [Fact]
    public async Task Every_agent_comes_to_hold_what_the_facts_say_at_each_replica_with_no_state_older_than_one_before()
    {
        var newest = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var stack in Plan.Stacks)
            newest[stack] = (await scene.GetAsync(scene.Replicas[0], $"/api/v1/stacks/{stack}/history?limit=1")).Json["items"]![0]!["sequence"]!.GetValue<long>();

        // By their own waiting polls, which would go on for five minutes: who was not woken is not here in one.
        foreach (var agent in scene.Agents)
        {
            var expected = Plan.Stacks.Where(stack => scene.Facts.Runs(agent.Name, stack)).Select(stack => $"{stack} {newest[stack]}").Order(StringComparer.Ordinal).ToList();
            await Wait.UntilAsync(() => agent.Held!.SequenceEqual(expected), Long, () => $"{agent.Name} has {string.Join(", ", expected)}; it has {string.Join(", ", agent.Held!)}\n{scene.AllLogs}");
            foreach (var replica in scene.Replicas)
            {
                var state = await scene.GetAsync(replica, $"/api/v1/agents/{agent.Name}/target-state", scene.AgentKeys[agent.Name]);
                Assert.Equal(expected, state.Json["stacks"]!.AsArray().Select(stack => $"{stack!["name"]} {stack["sequence"]}").Order(StringComparer.Ordinal));
                scene.Ledger.Seen.Enqueue(PollingAgent.SeenIn(agent.Name, state.Json));
            }
        }

        output.WriteLine($"{scene.Ledger.Seen.Count} states seen by {scene.Agents.Count} agents");
        None(SeenStates.Faults(scene.Ledger.Seen));
    }

    [Fact]
    public async Task Every_replica_tells_the_same_and_each_decision_that_was_taken_is_there_once()
    {
        async Task<string> ToldBy(Replica replica) => string.Join(
            '\n', (await scene.ListAsync(replica, "/api/v1/stacks")).Select(stack => $"{stack["name"]} {stack["sequence"]} {stack["labels"]!.ToJsonString()} {stack["annotations"]!.ToJsonString()} {stack["selector"]}"));
        await Wait.UntilAsync(async () => !(await ToldBy(scene.Replicas[0])).Contains("passing", StringComparison.Ordinal), Long, () => $"what was deleted is gone\n{scene.AllLogs}");
        var first = await ToldBy(scene.Replicas[0]);
        foreach (var replica in scene.Replicas.Skip(1))
            await Wait.UntilAsync(async () => await ToldBy(replica) == first, Long, () => $"{replica.Name} tells what {scene.Replicas[0].Name} tells:\n{first}\n{scene.AllLogs}");

        // Agents go on telling: what they told up to here.
        var told = scene.Ledger.Told.ToList();
        var decisions = (await scene.ListAsync(scene.Replicas[1], "/api/v1/decisions")).Select(decision => decision["id"]!.GetValue<string>()).ToList();
        output.WriteLine($"{told.Count} decisions told");
        Assert.Equal(decisions.Count, decisions.Distinct(StringComparer.Ordinal).Count());
        None(told.Except(decisions, StringComparer.Ordinal));
    }

    [Fact]
    public void No_client_was_told_anything_but_success_a_lost_race_or_to_come_again() => None(scene.Balancer.Surprises.Distinct(StringComparer.Ordinal));

    [Fact]
    public void No_replica_logged_a_defect() =>
        None(scene.AllLogs.Split('\n').Where(line => line.Contains("request.failed", StringComparison.Ordinal) || line.Contains("Unhandled", StringComparison.Ordinal) || line.Contains("   at Plumb.", StringComparison.Ordinal)));

    private static void None(IEnumerable<string> faults)
    {
        var all = faults.ToList();
        Assert.True(all.Count == 0, $"{all.Count}:\n{string.Join('\n', all.Take(20))}");
    }
}
