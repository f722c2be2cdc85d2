using Plumb.Server.Storage;

namespace Plumb.Server.Stacks;

/// <summary>Forgets a stack that its publisher no longer names, once nothing of it is left anywhere.</summary>
internal static class GoneStacks
{
    /// <param name="scope">The transaction.</param>
    /// <param name="defaults">Policies of stacks that do not say.</param>
    /// <param name="stackId">The stack; nothing happens when it is still named, orphaned, or an agent still has some of it.</param>
    public static void Collect(WriteScope scope, PolicyDefaults defaults, string stackId)
    {
        var row = scope.Single<StackRow>($"{StackRow.SelectWithPolicies} where s.id = @stackId", new { stackId });
        if (row?.GoneAt is null)
        {
            return;
        }

        var settings = row.EffectiveSettings();
        var wasRun = row.Sequence is not null;
        if (wasRun && !StackPolicies.Of(settings, defaults).MayGo(row.GoneAcknowledgedAt is not null))
        {
            return;
        }

        if (scope.Single<long>("select count(*) from stack_state where stack_id = @stackId and gone = 0", new { stackId }) == 0)
        {
            Forget(scope, stackId);
        }
    }

    /// <summary>The stack goes from the store, with all that hangs on it and contents that no other stack has.</summary>
    public static void Forget(WriteScope scope, string stackId)
    {
        var contents = scope.Query<string>("select distinct checksum from deployment_object where stack_id = @stackId", new { stackId });
        if (scope.Single<long?>("select 1 from publisher p join stack s on s.publisher_id = p.id where s.id = @stackId and p.deleted_at is not null", new { stackId }) is not null)
        {
            // The publisher may go with its last stack.
            scope.ChangeFacts();
        }

        scope.Execute("delete from stack where id = @stackId", new { stackId });
        foreach (var checksum in contents)
        {
            // Another stack may have the very same content.
            scope.Execute("delete from content where checksum = @checksum and not exists (select 1 from deployment_object o where o.checksum = @checksum)", new { checksum });
        }

        scope.ChangeStack(stackId);
    }
}
