using Plumb.Workspaces.Model;

namespace Plumb.Workspaces.Observe;

/// <summary>What a snapshot's subject tells of it, so that one list of refs is enough to compare: <c>plumb snapshot HEAD STAGED</c>; its tree is the files'.</summary>
internal static class SnapshotSubject
{
    private const string Words = "plumb snapshot";

    public static string Of(WorkSeen work) => $"{Words} {work.Head} {work.Staged}";

    /// <summary>Null: somebody else wrote it.</summary>
    public static WorkSeen? Read(string subject, string tree) =>
        subject.StartsWith(Words, StringComparison.Ordinal) && subject[Words.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var head, var staged] ? new(head, staged, tree) : null;
}
