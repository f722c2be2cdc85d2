namespace Plumb.Cli.Configuration.Kinds;

/// <summary>A Git repository: an HTTPS or SSH URL, the short SSH form, or a local path.</summary>
public sealed class RepositoryKind : SingleKind<string?>
{
    private static readonly string[] Schemes = ["https", "http", "ssh", "file"];

    public override string Expected => "an https:// or ssh:// URL, user@host:path, or a path of this machine";

    public override string Called => "URL-or-PATH";

    public override string Example => "https://git.example/infra.git";

    protected override bool TryRead(string text, out string? value)
    {
        value = text;
        if (text.Length == 0 || text.Any(char.IsControl) || text[0] == '-' || text.Contains("::", StringComparison.Ordinal))
            return false;

        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        return scheme < 0 || (Schemes.Contains(text[..scheme]) && Uri.TryCreate(text, UriKind.Absolute, out _));
    }

    protected override string Text(string? value) => value ?? "";
}
