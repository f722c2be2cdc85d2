using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Plumb.Server.Webhooks.Hosts;

/// <remarks>Source: https://docs.gitlab.com/user/project/integrations/webhook_events/. It sends the secret itself and signs nothing.</remarks>
internal sealed class GitLab : IGitHost
{
    private const string Token = "X-Gitlab-Token";

    public string Name => "GitLab";

    public bool Calls(IHeaderDictionary headers) => headers.ContainsKey(Token);

    public bool Proves(WebhookSecret secret, IHeaderDictionary headers, ReadOnlySpan<byte> body) => secret.Is(headers[Token].ToString());

    public bool MayBePush(IHeaderDictionary headers) => headers.One("X-Gitlab-Event") is null or "Push Hook" or "Tag Push Hook" or "System Hook";

    public string? Delivery(IHeaderDictionary headers) => headers.One("X-Gitlab-Event-UUID");

    public Push? Read(JsonElement payload)
    {
        // A system hook tells of everything under one header.
        if ((payload.TextOrNull("object_kind") ?? payload.TextOrNull("event_name")) is not (null or "push" or "tag_push"))
        {
            return null;
        }

        var project = payload.Part("project");
        return new(payload.Text("ref"), project.TextOrNull("default_branch"), project.Addresses("git_http_url", "git_ssh_url", "web_url", "http_url", "ssh_url"));
    }
}
