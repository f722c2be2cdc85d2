namespace Plumb.Platform.Secrets;

/// <summary>The one place that knows what must never be shown. Everything that leaves the process passes <see cref="Mask"/>.</summary>
public sealed class SecretMask
{
    /// <summary>What stands in a secret's place.</summary>
    public const string Stars = "***";

    /// <summary>From now on this value is masked wherever it stands, raw, base64 or URL-encoded. Shorter than 4 characters: ignored.</summary>
    public void Add(string secret) => throw new NotSupportedException();

    /// <summary>The text with every known secret, every URL's user info and every key of ours replaced.</summary>
    public string Mask(string text) => throw new NotSupportedException();
}
