using Plumb.Server.Storage;

namespace Plumb.Server.Stacks;

/// <summary>Labels and annotations that people gave a stack.</summary>
internal static class StackMarks
{
    public static int Label(WriteScope scope, string stackId, string label) =>
        scope.Execute("insert into stack_label (stack_id, label) values (@stackId, @label) on conflict (stack_id, label) do nothing", new { stackId, label });

    public static int Unlabel(WriteScope scope, string stackId, string label) =>
        scope.Execute("delete from stack_label where stack_id = @stackId and label = @label", new { stackId, label });

    public static int Annotate(WriteScope scope, string stackId, string key, string value) => scope.Execute(
        """
        insert into stack_annotation (stack_id, key, value) values (@stackId, @key, @value)
        on conflict (stack_id, key) do update set value = excluded.value where stack_annotation.value <> excluded.value
        """,
        new { stackId, key, value });

    public static int Unannotate(WriteScope scope, string stackId, string key) =>
        scope.Execute("delete from stack_annotation where stack_id = @stackId and key = @key", new { stackId, key });

    /// <summary>These and no others.</summary>
    public static int SetLabels(WriteScope scope, string stackId, IReadOnlyList<string> labels)
    {
        var old = scope.Query<string>("select label from stack_label where stack_id = @stackId", new { stackId });
        return old.Except(labels, StringComparer.Ordinal).Sum(label => Unlabel(scope, stackId, label)) + labels.Sum(label => Label(scope, stackId, label));
    }

    /// <summary>These and no others.</summary>
    public static int SetAnnotations(WriteScope scope, string stackId, IReadOnlyDictionary<string, string> annotations)
    {
        var old = scope.Query<string>("select key from stack_annotation where stack_id = @stackId", new { stackId });
        return old.Except(annotations.Keys, StringComparer.Ordinal).Sum(key => Unannotate(scope, stackId, key)) + annotations.Sum(pair => Annotate(scope, stackId, pair.Key, pair.Value));
    }
}
