using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Plumb.Platform.Remote;

/// <summary>Whose certificates are believed: the machine's authorities, or those of a file in their place.</summary>
public sealed class TrustedRoots
{
    private readonly X509Certificate2Collection? _roots;

    private TrustedRoots(X509Certificate2Collection? roots) => _roots = roots;

    public static TrustedRoots OfMachine { get; } = new(roots: null);

    /// <param name="file">PEM, one or more certificates.</param>
    /// <exception cref="IOException">It can't be read, or holds no certificate; the message names it.</exception>
    public static TrustedRoots Read(string file)
    {
        try
        {
            var roots = new X509Certificate2Collection();
            roots.ImportFromPemFile(file);
            return roots.Count > 0 ? new(roots) : throw new IOException($"Reading certificates from '{file}' failed: there is none in it. Name a PEM file.");
        }
        catch (Exception e) when (e is CryptographicException or UnauthorizedAccessException or FileNotFoundException or DirectoryNotFoundException)
        {
            throw new IOException($"Reading certificates from '{file}' failed: {e.Message} Name a PEM file that this user may read.", e);
        }
    }

    /// <param name="host">Whose certificate it must be; null: that of the host that is dialled, where the caller fills it in.</param>
    public SslClientAuthenticationOptions For(string? host)
    {
        var options = new SslClientAuthenticationOptions { TargetHost = host };
        if (_roots is not null)
        {
            options.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(_roots);
        }

        return options;
    }
}
