using Plumb.Server.Sources.Finding;

namespace Plumb.Server.Sources.Content;

/// <summary>Where a path of a compose file leads within the checkout. Pure.</summary>
/// <param name="File">The compose file, relative to the stack's directory, for messages.</param>
/// <param name="Directory">Against which its paths count.</param>
internal sealed record ReferencePaths(string File, string Directory, IReadOnlyDictionary<string, string?> Variables)
{
    /// <summary>A path that must lie in the checkout.</summary>
    /// <exception cref="StackRefusedException">It leads elsewhere, or nobody can tell where it leads.</exception>
    public string Inside(string key, string text, int line)
    {
        // Compose takes these for addresses before it looks for a file.
        if (IsRemote(text))
        {
            throw Refused("path.remote", key, text, line, "is fetched from elsewhere. Only files of the repository are used: copy it there.");
        }

        var plain = Interpolation.Apply(text, Variables)
            ?? throw Refused("path.variable", key, text, line, "holds a variable whose value is not known here. In paths, variables may only have plain values from plumb.stack.yaml or env files.");
        if (IsRemote(plain))
        {
            throw Refused("path.remote", key, text, line, "is fetched from elsewhere. Only files of the repository are used: copy it there.");
        }

        return Local(key, text, plain, line);
    }

    /// <summary>A path that may also be one of the host, or an address; null: then it is no business of the checkout.</summary>
    /// <exception cref="StackRefusedException">It is relative and leads out of the checkout.</exception>
    public string? Perhaps(string key, string text, int line) =>
        Interpolation.Apply(text, Variables) is { } plain && plain.StartsWith('.') && !IsRemote(plain) ? Local(key, text, plain, line) : null;

    /// <summary>A directory for the builder; null: an image or another service's.</summary>
    /// <exception cref="StackRefusedException">It is no directory of the checkout. Compose fetches what is remote itself, with programs of this host.</exception>
    public string? BuildContext(string key, string text, int line) =>
        text.Length == 0 || text.StartsWith("service:", StringComparison.Ordinal) || text.StartsWith("docker-image://", StringComparison.Ordinal)
            ? null
            : Inside(key, text, line);

    private string Local(string key, string text, string plain, int line)
    {
        var rule = plain.StartsWith('/') || plain.StartsWith('~') ? "path.absolute"
            : plain.Contains('\\', StringComparison.Ordinal) ? "path.backslash"
            : plain.Contains('\0', StringComparison.Ordinal) ? "path.nul"
            : null;
        if (rule is not null)
        {
            throw Refused(rule, key, text, line, "is no relative path below the repository. Only files of the repository are used: track it there, or mount a host's file as a volume.");
        }

        return SourcePath.Resolve(Directory, plain)
            ?? throw Refused("path.outside", key, text, line, "leads out of the repository. Only files of the repository are used: track it there.");
    }

    private static bool IsRemote(string text) =>
        text.Contains("://", StringComparison.Ordinal) || text.StartsWith("oci:", StringComparison.Ordinal)
        || text.StartsWith("git@", StringComparison.Ordinal) || text.StartsWith("github.com/", StringComparison.Ordinal);

    private StackRefusedException Refused(string rule, string key, string text, int line, string what) =>
        new(File, rule, $"{File}:{line}: {key} '{Shown(text)}' {what} ({rule})");

    private static string Shown(string text) => string.Concat((text.Length > 100 ? text[..100] + "…" : text).Select(c => char.IsControl(c) ? '\ufffd' : c));
}
