namespace Plumb.Platform.Git;

/// <summary>What <c>git ls-remote --symref</c> is asked for a revision, and what its answer means. Pure.</summary>
internal static class GitLookUp
{
    private const string Heads = "refs/heads/";
    private const string Tags = "refs/tags/";

    public static IReadOnlyList<string> Patterns(string revision) => revision switch
    {
        "HEAD" => ["HEAD"],
        _ when revision.StartsWith(Heads, StringComparison.Ordinal) => [revision],
        _ when revision.StartsWith(Tags, StringComparison.Ordinal) => [revision, revision + "^{}"],
        _ => [Heads + revision, Tags + revision, Tags + revision + "^{}"],
    };

    /// <summary>A branch before a tag of the same name; null: neither.</summary>
    public static GitRevision? Find(string revision, string answer)
    {
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        string? head = null;
        foreach (var line in answer.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var (first, name) = line.Split('\t', 2) is [var a, var b] ? (a, b) : (line, "");
            if (first.StartsWith("ref: ", StringComparison.Ordinal) && name == "HEAD")
            {
                head = first["ref: ".Length..];
            }
            else
            {
                ids.TryAdd(name, first);
            }
        }

        return revision == "HEAD" ? OfHead(head, ids) : OfName(revision, ids);
    }

    private static GitRevision? OfHead(string? branch, Dictionary<string, string> ids) =>
        !ids.TryGetValue("HEAD", out var id) ? null
        : branch?.StartsWith(Heads, StringComparison.Ordinal) == true ? new(branch[Heads.Length..], GitRefType.Branch, branch, id)
        : new("HEAD", GitRefType.Commit, "HEAD", id);

    private static GitRevision? OfName(string revision, Dictionary<string, string> ids)
    {
        var branch = revision.StartsWith(Heads, StringComparison.Ordinal) ? revision : Heads + revision;
        if (ids.TryGetValue(branch, out var tip))
        {
            return new(branch[Heads.Length..], GitRefType.Branch, branch, tip);
        }

        var tag = revision.StartsWith(Tags, StringComparison.Ordinal) ? revision : Tags + revision;
        return ids.TryGetValue(tag, out var tagged)
            ? new(tag[Tags.Length..], GitRefType.Tag, tag, ids.GetValueOrDefault(tag + "^{}", tagged))
            : null;
    }
}
