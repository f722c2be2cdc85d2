using Plumb.Server.Storage;

namespace Plumb.Server.Fleet;

/// <summary>Labels and annotations that people gave an agent.</summary>
internal static class AgentMarks
{
    public static int Label(WriteScope scope, string agentId, string label) =>
        scope.Execute("insert into agent_label (agent_id, label) values (@agentId, @label) on conflict (agent_id, label) do nothing", new { agentId, label });

    public static int Unlabel(WriteScope scope, string agentId, string label) =>
        scope.Execute("delete from agent_label where agent_id = @agentId and label = @label", new { agentId, label });

    public static int Annotate(WriteScope scope, string agentId, string key, string value) => scope.Execute(
        """
        insert into agent_annotation (agent_id, key, value) values (@agentId, @key, @value)
        on conflict (agent_id, key) do update set value = excluded.value where agent_annotation.value <> excluded.value
        """,
        new { agentId, key, value });

    public static int Unannotate(WriteScope scope, string agentId, string key) =>
        scope.Execute("delete from agent_annotation where agent_id = @agentId and key = @key", new { agentId, key });

    /// <summary>These and no others.</summary>
    public static int SetLabels(WriteScope scope, string agentId, IReadOnlyList<string> labels)
    {
        var old = scope.Query<string>("select label from agent_label where agent_id = @agentId", new { agentId });
        return old.Except(labels, StringComparer.Ordinal).Sum(label => Unlabel(scope, agentId, label)) + labels.Sum(label => Label(scope, agentId, label));
    }

    /// <summary>These and no others.</summary>
    public static int SetAnnotations(WriteScope scope, string agentId, IReadOnlyDictionary<string, string> annotations)
    {
        var old = scope.Query<string>("select key from agent_annotation where agent_id = @agentId", new { agentId });
        return old.Except(annotations.Keys, StringComparer.Ordinal).Sum(key => Unannotate(scope, agentId, key)) + annotations.Sum(pair => Annotate(scope, agentId, pair.Key, pair.Value));
    }
}
