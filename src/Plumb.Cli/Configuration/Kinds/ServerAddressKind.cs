namespace Plumb.Cli.Configuration.Kinds;

/// <summary>Where a control plane is reached.</summary>
public sealed class ServerAddressKind : SingleKind<string?>
{
    public override string Expected => "an https:// address, or an http:// one, without user, query and fragment";

    public override string Called => "URL";

    public override string Example => "https://plumb.example.org";

    protected override bool TryRead(string text, out string? value)
    {
        // As the client's flag and variable take it, too.
        value = text.Contains("://", StringComparison.Ordinal) ? text : $"http://{text}";
        return !text.Any(char.IsControl) && Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http"
            && uri is { UserInfo.Length: 0, Query.Length: 0, Fragment.Length: 0, Host.Length: > 0 };
    }

    protected override string Text(string? value) => value ?? "";
}
