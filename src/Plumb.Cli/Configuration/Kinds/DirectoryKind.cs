namespace Plumb.Cli.Configuration.Kinds;

/// <summary>A directory within a repository, relative to its root.</summary>
public sealed class DirectoryKind : SingleKind<string?>
{
    public override string Expected => "a directory relative to the repository's root, without '..'";

    public override string Called => "DIR";

    public override string Example => "stacks";

    protected override bool TryRead(string text, out string? value)
    {
        var steps = text.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(step => step != ".").ToList();
        value = steps.Count == 0 ? "." : string.Join('/', steps);
        return text is [not ('/' or '-'), ..] && !steps.Contains("..") && !text.Any(char.IsControl);
    }

    protected override string Text(string? value) => value ?? "";
}
