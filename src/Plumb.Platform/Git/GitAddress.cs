using System.Text.RegularExpressions;

namespace Plumb.Platform.Git;

/// <summary>The address of a repository, without credentials.</summary>
/// <param name="Text">What Git is given.</param>
/// <param name="Protocol">The one protocol that Git may use: <c>https</c>, <c>http</c>, <c>ssh</c> or <c>file</c>.</param>
/// <param name="Host"><c>https://host:port</c>: all that the credentials are ever sent to; null unless HTTP.</param>
/// <param name="User">The user that stood in it; SSH's stays in <paramref name="Text"/>.</param>
/// <param name="Password">The password or token that stood in it.</param>
public sealed partial record GitAddress(string Text, string Protocol, string? Host, string? User, string? Password)
{
    /// <summary>Reads an address; false with the reason when it is none that Git may be given.</summary>
    /// <remarks>Allowed: absolute paths, <c>file://</c>, <c>https://</c>, <c>ssh://</c>, <c>user@host:path</c>, and <c>http://</c> to this machine only.</remarks>
    public static bool TryParse(string text, out GitAddress? address, out string? reason)
    {
        ArgumentNullException.ThrowIfNull(text);
        address = null;
        reason = text.Length == 0 ? "it is empty"
            : text.Any(char.IsControl) ? "it holds a control character"
            : text.StartsWith('-') ? "it begins with '-'"
            : null;
        if (reason is not null)
        {
            return false;
        }

        address = text.StartsWith('/') ? new(text, "file", null, null, null)
            : ScpLike().IsMatch(text) ? new(text, "ssh", null, null, null)
            : FromUrl(text, out reason);
        reason = address is null ? reason ?? "it is neither an absolute path nor an address of https, ssh or file" : null;
        return address is not null;
    }

    public override string ToString() => Text;

    private static GitAddress? FromUrl(string text, out string? reason)
    {
        reason = null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri))
        {
            return null;
        }

        var (user, password) = UserInfo(uri);
        if (user?.StartsWith('-') == true || uri.Host.StartsWith('-'))
        {
            reason = "its user or host begins with '-'";
            return null;
        }

        // Git reads its configuration and its helpers' answers line by line.
        if ((user + password + Uri.UnescapeDataString(uri.AbsolutePath)).Any(char.IsControl))
        {
            reason = "it holds a control character";
            return null;
        }

        switch (uri.Scheme)
        {
            case "file" when uri.Host.Length == 0:
                return new(Uri.UnescapeDataString(uri.AbsolutePath), "file", null, null, null);
            case "https":
                return WithoutUser(uri, user, password);
            case "http" when uri.IsLoopback:
                return WithoutUser(uri, user, password);
            case "http":
                reason = "http sends everything in the clear and is allowed to this machine only; use https";
                return null;
            case "ssh" when password is null && uri.Host.Length > 0:
                return new(text, "ssh", null, user, null);
            case "ssh":
                reason = "ssh takes no password in the address; use a key file";
                return null;
            default:
                return null;
        }
    }

    private static GitAddress WithoutUser(Uri uri, string? user, string? password)
    {
        var host = uri.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
        var rest = uri.GetComponents(UriComponents.PathAndQuery, UriFormat.UriEscaped);
        return new(host + rest, uri.Scheme, host, user, password);
    }

    private static (string? User, string? Password) UserInfo(Uri uri)
    {
        if (uri.UserInfo.Length == 0)
        {
            return (null, null);
        }

        var parts = uri.UserInfo.Split(':', 2);
        return (Uri.UnescapeDataString(parts[0]), parts.Length == 2 ? Uri.UnescapeDataString(parts[1]) : null);
    }

    // user@host:path, Git's short form of ssh.
    [GeneratedRegex(@"\A(?:[A-Za-z0-9_][A-Za-z0-9_.+-]*@)?[A-Za-z0-9][A-Za-z0-9.-]*:(?!//)[^\s:]+\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ScpLike();
}
