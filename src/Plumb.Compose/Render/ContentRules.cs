using Plumb.Contracts.Targets;
using Plumb.Platform.Paths;

namespace Plumb.Compose.Render;

/// <summary>What content must be before a byte of it is written: the control plane checked it too, but it is not what we trust.</summary>
internal static class ContentRules
{
    /// <summary>The first rule that the content breaks; null when it breaks none.</summary>
    public static Refusal? Broken(StackContent content)
    {
        if (content.Root != "." && UntrustedPath.BrokenRule(content.Root) is { } rootRule)
        {
            return new Refusal(content.Root, rootRule, $"The stack's directory is refused: {UntrustedPathException.Meaning(rootRule)}.");
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in content.Files)
        {
            if (UntrustedPath.BrokenRule(file.Path) is { } rule)
            {
                return new Refusal(file.Path, rule, $"The path is refused: {UntrustedPathException.Meaning(rule)}.");
            }

            if (file.Mode is not ("100644" or "100755"))
            {
                return new Refusal(file.Path, "content.mode", $"Only regular files can be deployed; this one has mode {file.Mode} (a symbolic link or a submodule).");
            }

            if (!seen.Add(file.Path))
            {
                return new Refusal(file.Path, "content.double", "The content holds this file twice.");
            }
        }

        var within = content.Files.FirstOrDefault(f => Parents(f.Path).Any(seen.Contains));
        return within is null
            ? null
            : new Refusal(within.Path, "content.double", "A file of the content stands where a directory on the way to this one must be.");
    }

    private static IEnumerable<string> Parents(string path)
    {
        for (var at = path.LastIndexOf('/'); at > 0; at = path.LastIndexOf('/', at - 1))
        {
            yield return path[..at];
        }
    }
}
