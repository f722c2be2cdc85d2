using System.Net;
using System.Text;
using Plumb.Security.Kit;
using Plumb.Server.Tests.Webhooks;

namespace Plumb.Security;

/// <summary>Advisory row 9: no secret, no webhook; and without the right signature of the very bytes that came, none either.</summary>
public sealed class UnsignedWebhookTests
{
    public static TheoryData<string> Hosts => ["GitHub", "GitLab", "Gitea"];

    [Theory]
    [MemberData(nameof(Hosts))]
    public async Task Without_a_configured_secret_nothing_is_taken(string host)
    {
        await using var plane = await ControlPlane.StartAsync(secret: null);
        foreach (var signedWith in new[] { Deliverer.Secret, "", "x" })
            await AssertAsync(plane, Deliverer.Of(host) with { SignedWith = signedWith }, HttpStatusCode.ServiceUnavailable, "webhook.disabled");
    }

    [Theory]
    [MemberData(nameof(Hosts))]
    public async Task Another_secret_none_or_another_body_is_refused(string host)
    {
        await using var plane = await ControlPlane.StartAsync();
        foreach (var signedWith in new[] { "", " ", "another", Deliverer.Secret + "x", Deliverer.Secret[..^1], Deliverer.Secret.ToUpperInvariant() })
            await AssertAsync(plane, Deliverer.Of(host) with { SignedWith = signedWith }, HttpStatusCode.Unauthorized, "webhook.signature");
        using var bare = new StringContent(Deliverer.Of(host).Json, Encoding.UTF8, "application/json");
        using var answer = await plane.Http.PostAsync(new Uri("/api/webhook", UriKind.Relative), bare);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        if (host == "GitLab")
            return;
        using var changed = Deliverer.Of(host).Request();
        changed.Content = new StringContent(Deliverer.Of(host).Json + " ", Encoding.UTF8, "application/json");
        using var refused = await plane.Http.SendAsync(changed);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Theory]
    [MemberData(nameof(Hosts))]
    public async Task The_right_secret_is_taken_once(string host)
    {
        await using var plane = await ControlPlane.StartAsync();
        var push = Deliverer.Of(host) with { Repository = plane.Repository };
        foreach (var status in new[] { "accepted", "duplicate", "duplicate" })
        {
            using var answer = await push.SendAsync(plane.Http);
            Assert.Contains(status, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    private static async Task AssertAsync(ControlPlane plane, Deliverer delivery, HttpStatusCode status, string code)
    {
        using var answer = await delivery.SendAsync(plane.Http);
        Assert.Equal(status, answer.StatusCode);
        Assert.Contains($"\"{code}\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
