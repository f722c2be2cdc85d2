using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Plumb.Server.Webhooks.Hosts;

/// <remarks>Source: https://docs.github.com/en/webhooks/webhook-events-and-payloads#push and .../validating-webhook-deliveries.</remarks>
internal sealed class GitHub : IGitHost
{
    private const string Signature = "X-Hub-Signature-256";
    private const string Scheme = "sha256=";

    public string Name => "GitHub";

    public bool Calls(IHeaderDictionary headers) => headers.ContainsKey(Signature);

    public bool Proves(WebhookSecret secret, IHeaderDictionary headers, ReadOnlySpan<byte> body) =>
        headers[Signature].ToString() is var said && said.StartsWith(Scheme, StringComparison.Ordinal) && secret.Signed(said[Scheme.Length..], body);

    public bool MayBePush(IHeaderDictionary headers) => headers.One("X-GitHub-Event") is null or "push";

    public string? Delivery(IHeaderDictionary headers) => headers.One("X-GitHub-Delivery");

    public Push? Read(JsonElement payload)
    {
        var repository = payload.Part("repository");
        return new(payload.Text("ref"), repository.TextOrNull("default_branch"), repository.Addresses("clone_url", "ssh_url", "html_url", "git_url"));
    }
}
