using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Plumb.Server.Webhooks.Hosts;

/// <summary>Gitea and Forgejo.</summary>
/// <remarks>Source: https://docs.gitea.com/usage/repository/webhooks. They send GitHub's headers, too, so they must be asked before it.</remarks>
internal sealed class Gitea : IGitHost
{
    private const string Signature = "X-Gitea-Signature";

    public string Name => "Gitea";

    public bool Calls(IHeaderDictionary headers) => headers.ContainsKey(Signature);

    public bool Proves(WebhookSecret secret, IHeaderDictionary headers, ReadOnlySpan<byte> body) => secret.Signed(headers[Signature].ToString(), body);

    public bool MayBePush(IHeaderDictionary headers) => headers.One("X-Gitea-Event") is null or "push";

    public string? Delivery(IHeaderDictionary headers) => headers.One("X-Gitea-Delivery");

    public Push? Read(JsonElement payload)
    {
        var repository = payload.Part("repository");
        return new(payload.Text("ref"), repository.TextOrNull("default_branch"), repository.Addresses("clone_url", "ssh_url", "html_url"));
    }
}
