using System.Text.Json;
using Plumb.Contracts.Json;
using Plumb.Contracts.Stacks;
using Plumb.Server.Fleet;
using Plumb.Server.Storage;

namespace Plumb.Server.Stacks.Views;

/// <summary>A stack's record became another one, or went.</summary>
internal interface IBoardListener
{
    /// <summary>Called between two states of the board, one call at a time.</summary>
    void Changed(BoardPage page, IReadOnlyList<StackRecord> upserted, IReadOnlyList<string> deleted, DateTimeOffset at);
}

/// <summary>All stacks as people see them, kept in memory and in step with every transaction.</summary>
internal sealed class StackBoard(FactsCache facts, Presence presence, PolicyDefaults defaults, IBoardListener listener) : IProjection
{
    private volatile BoardPage _page = BoardPage.Empty;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public BoardPage Page => _page;

    /// <summary>Ends at the next change. Take it before reading <see cref="Page"/>.</summary>
    public Task Changed => Volatile.Read(ref _changed).Task;

    /// <summary>Shows every stack anew: on start, and when something that concerns all of them changed.</summary>
    public static void TouchAll(WriteScope scope)
    {
        foreach (var id in scope.Query<string>("select id from stack"))
        {
            scope.Touch(id);
        }
    }

    public void Project(WriteScope scope)
    {
        if (scope.TouchedStacks.Count == 0)
        {
            return;
        }

        var now = facts.AtTheEndOf(scope);
        var revision = _page.Revision + 1;
        var entries = scope.TouchedStacks.ToDictionary(
            id => id, id => now.Stacks.TryGetValue(id, out var stack) ? Entry(scope, now, stack) : null, StringComparer.Ordinal);
        scope.Then(() => Show(entries, revision, scope.Now));
    }

    private BoardEntry Entry(WriteScope scope, FleetFacts now, Stack stack)
    {
        var responsible = now.ResponsibleFor(stack).Select(agent => agent.Name).ToList();
        var states = scope.Query<StackStateRow>($"{StackStateRow.Select} and t.stack_id = @Id", stack)
            .Select(row => new StackState(
                row.Agent, JsonSerializer.Deserialize(row.Report, PlumbJson.Default.StackReport)!,
                responsible.Contains(row.Agent, StringComparer.Ordinal), presence.IsReachable(row.AgentId) ?? false, presence.LastSeen(row.AgentId)))
            .ToList();
        var view = StackViews.Build(stack, StackPolicies.Of(stack.Settings, defaults), responsible, states, ConditionTable.Since(scope, stack.Id));
        return new BoardEntry(view, stack, StackViews.Chosen(states)?.Report.Containers ?? []);
    }

    private void Show(Dictionary<string, BoardEntry?> changed, long revision, DateTimeOffset at)
    {
        var before = _page;
        var upserted = new List<StackRecord>();
        var deleted = new List<string>();
        foreach (var (id, entry) in changed)
        {
            var old = before.ById.GetValueOrDefault(id)?.View.Record;
            if (entry is null)
            {
                if (old is not null)
                {
                    // Nothing of it is left: seen as missing once, then gone.
                    if (old.Status != StackStatus.Missing)
                    {
                        upserted.Add(old with { Status = StackStatus.Missing, ContainersRunning = 0, ContainersTotal = 0, Fingerprint = null, Held = null, LastSyncError = null });
                    }

                    deleted.Add(old.Path);
                }

                continue;
            }

            if (old is not null && old.Path != entry.View.Record.Path)
            {
                deleted.Add(old.Path);
            }

            if (old != entry.View.Record)
            {
                upserted.Add(entry.View.Record);
            }
        }

        var page = before.With(revision, changed);
        _page = page;
        listener.Changed(page, upserted, deleted, at);
        Interlocked.Exchange(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }
}
