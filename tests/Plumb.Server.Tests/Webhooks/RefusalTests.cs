using System.Net;

namespace Plumb.Server.Tests.Webhooks;

public sealed class RefusalTests
{
    [Theory]
    [InlineData("GitHub")]
    [InlineData("GitLab")]
    [InlineData("Gitea")]
    public async Task Without_a_secret_every_webhook_is_refused(string host)
    {
        await using var server = await WebhookServer.StartAsync(secret: null);
        await server.RefusedAsync(server.Push(host), HttpStatusCode.ServiceUnavailable, "webhook.disabled");
        await server.RefusedAsync(server.Push(host) with { SignedWith = "" }, HttpStatusCode.ServiceUnavailable, "webhook.disabled");
    }

    [Theory]
    [InlineData("GitHub")]
    [InlineData("GitLab")]
    [InlineData("Gitea")]
    public async Task A_wrong_signature_is_refused(string host)
    {
        await using var server = await WebhookServer.StartAsync();
        await server.RefusedAsync(server.Push(host) with { SignedWith = Deliverer.Secret + "x" }, HttpStatusCode.Unauthorized, "webhook.signature");
        await server.RefusedAsync(server.Push(host) with { SignedWith = "" }, HttpStatusCode.Unauthorized, "webhook.signature");
        Assert.Equal("accepted", await server.SendAsync(server.Push(host)));
    }

    [Fact]
    public async Task A_body_that_was_changed_on_its_way_is_refused()
    {
        await using var server = await WebhookServer.StartAsync();
        using var request = server.Push("GitHub").Request();
        using var other = (server.Push("GitHub") with { Ref = "refs/heads/other" }).Request();
        request.Content = other.Content;
        using var response = await server.Http.SendAsync(request);
        await response.ProblemAsync(HttpStatusCode.Unauthorized, "webhook.signature");
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("X-Hub-Signature-256", "")]
    [InlineData("X-Hub-Signature-256", "sha256=")]
    [InlineData("X-Hub-Signature-256", "sha256=zz")]
    [InlineData("X-Hub-Signature-256", "sha256=gggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggg")]
    [InlineData("X-Hub-Signature", "sha1=0000000000000000000000000000000000000000")]
    [InlineData("X-Gitea-Signature", "00")]
    [InlineData("X-Gitlab-Token", "")]
    public async Task What_is_no_signature_at_all_is_refused(string? header, string? value)
    {
        await using var server = await WebhookServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/webhook") { Content = new StringContent("{}") };
        if (header is not null)
        {
            request.Headers.TryAddWithoutValidation(header, value);
        }

        using var response = await server.Http.SendAsync(request);

        await response.ProblemAsync(HttpStatusCode.Unauthorized, "webhook.signature");
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"ref\":1,\"repository\":{}}")]
    [InlineData("{\"ref\":\"refs/heads/main\",\"repository\":{}}")]
    [InlineData("{\"ref\":\"refs/heads/main\",\"repository\":\"x\",\"project\":\"x\"}")]
    [InlineData("{\"ref\":\"\\ud800\",\"repository\":{\"clone_url\":\"x\"},\"project\":{\"git_http_url\":\"x\"}}")]
    public async Task A_signed_body_that_is_no_push_is_refused(string body)
    {
        await using var server = await WebhookServer.StartAsync();
        foreach (var host in (string[])["GitHub", "GitLab", "Gitea"])
        {
            await server.RefusedAsync(server.Push(host) with { Body = System.Text.Encoding.UTF8.GetBytes(body) }, HttpStatusCode.BadRequest, "webhook.payload");
        }
    }
}
