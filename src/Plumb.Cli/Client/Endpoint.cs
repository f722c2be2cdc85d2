namespace Plumb.Cli.Client;

/// <summary>A control plane and the key to it.</summary>
/// <param name="Address">Its root, such as <c>http://127.0.0.1:8080/</c>.</param>
/// <param name="Token">Null: none was found.</param>
/// <param name="TokenFrom">Where the key came from, or where one was looked for.</param>
internal sealed record Endpoint(Uri Address, string? Token, string TokenFrom)
{
    public string Shown => Address.ToString().TrimEnd('/');
}
