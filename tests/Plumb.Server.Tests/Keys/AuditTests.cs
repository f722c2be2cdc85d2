using Plumb.Contracts.Json;
using Plumb.Contracts.Sources;

namespace Plumb.Server.Tests.Keys;

public sealed class AuditTests
{
    [Fact]
    public async Task Each_change_says_who_did_it_in_which_role_and_with_which_key()
    {
        await using var server = await RunningServer.StartAsync();
        await server.PublishAsync(Found.Stack("web"));
        await server.AgentAsync();
        var ada = await server.MakeKeyAsync("operator", "ada");
        var root = await server.MakeKeyAsync("admin", "root");
        using var operates = server.WithKey(ada.Token);
        using var administers = server.WithKey(root.Token);

        await DoAsync(() => operates.PostAsync("/api/v1/stacks/web/suspend", null));
        await DoAsync(() => operates.PostAsync("/api/v1/stacks/web/resume", null));
        await DoAsync(() => operates.PostAsync($"/api/v1/agents/{RunningServer.Agent}/breakers/compose:engine/open", null), mayBe: 404);
        await DoAsync(() => administers.PutAsync("/api/v1/sources/more", new SourceSpec { Repository = "/srv/more.git" }.Json(PlumbJson.Default.SourceSpec)));
        await DoAsync(() => administers.DeleteAsync("/api/v1/sources/more"));
        await DoAsync(() => administers.PostAsync($"/api/v1/keys/{ada.Key.Id}/rotate", null));
        await DoAsync(() => administers.PostAsync($"/api/v1/keys/{ada.Key.Id}/revoke", null));

        var audit = (await server.Admin.ReadAsync("/api/v1/audit?limit=100", PlumbJson.Default.PageAuditView)).Items;
        Assert.All(audit.Where(item => item.Action is "stack.suspend" or "stack.resume"), item => Assert.Equal(("ada", "operator", ada.Key.Id), (item.Actor, item.Role, item.KeyId)));
        Assert.Equal(audit[0], await server.Admin.ReadAsync($"/api/v1/audit/{audit[0].Id}", PlumbJson.Default.AuditView));
        Assert.Equal(2, audit.Count(item => item.Action is "stack.suspend" or "stack.resume"));
        Assert.All(audit.Where(item => item.Object.Contains("more", StringComparison.Ordinal)), item => Assert.Equal(("root", "admin", root.Key.Id), (item.Actor, item.Role, item.KeyId)));
        Assert.Equal(2, audit.Count(item => item.Object.Contains("more", StringComparison.Ordinal)));
        Assert.Equal(["key.create by admin", "key.create by admin", "key.revoke by root", "key.rotate by root"], audit.Where(item => item.Action.StartsWith("key.", StringComparison.Ordinal) && item.Actor != "start").Select(item => $"{item.Action} by {item.Actor}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_was_refused_or_changed_nothing_is_no_change()
    {
        await using var server = await RunningServer.StartAsync();
        var ada = await server.MakeKeyAsync("viewer", "ada");
        (await server.Admin.PostAsync($"/api/v1/keys/{ada.Key.Id}/revoke", null)).Dispose();
        var before = await server.Admin.GetStringAsync("/api/v1/audit?limit=100");
        (await server.Admin.PostAsync($"/api/v1/keys/{ada.Key.Id}/revoke", null)).Dispose();
        (await server.Admin.PostAsync("/api/v1/keys/nobody/revoke", null)).Dispose();
        using var refused = server.WithKey(ada.Token);
        (await refused.PostAsync("/api/v1/stacks/web/suspend", null)).Dispose();
        Assert.Equal(before, await server.Admin.GetStringAsync("/api/v1/audit?limit=100"));
    }

    private static async Task DoAsync(Func<Task<HttpResponseMessage>> call, int? mayBe = null)
    {
        using var response = await call();
        Assert.True(response.IsSuccessStatusCode || (int)response.StatusCode == mayBe, $"{response.RequestMessage?.RequestUri}: {response.StatusCode}");
    }
}
