namespace Plumb.Platform.Secrets;

/// <summary>The one place that knows what must never be shown. Everything that leaves the process passes <see cref="Mask"/>.</summary>
/// <remarks>Safe to use from any thread. A text without anything that looks like a secret is returned as it is, nothing allocated.</remarks>
public sealed class SecretMask
{
    /// <summary>What stands in a secret's place.</summary>
    public const string Stars = "***";

    private readonly Lock _lock = new();
    private readonly HashSet<string> _forms = new(StringComparer.Ordinal);
    private FormSearch? _search = FormSearch.Empty;

    /// <summary>From now on this value is masked wherever it stands, raw, base64 or URL-encoded. Shorter than 4 characters: ignored.</summary>
    public void Add(string secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        lock (_lock)
        {
            foreach (var form in SecretForms.Of(secret))
            {
                if (_forms.Add(form))
                {
                    _search = null;
                }
            }
        }
    }

    /// <summary>The text with every known secret, every URL's user info and every key of ours replaced.</summary>
    public string Mask(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return PlumbKeys.Mask(UrlUserInfo.Mask(Search().Mask(text)));
    }

    private FormSearch Search()
    {
        if (Volatile.Read(ref _search) is { } search)
        {
            return search;
        }

        lock (_lock)
        {
            return _search ??= FormSearch.Of(_forms);
        }
    }
}
