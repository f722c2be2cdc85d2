using Plumb.Server.Tests.Api;
using Plumb.Server.Tests.Keys;

namespace Plumb.Server.Tests.Audit;

/// <summary>Made from the committed document: a route that comes and writes has to be tried here, or to say why it is no change.</summary>
public sealed class EveryWriteTests
{
    [Fact]
    public void Every_route_that_writes_is_tried_here_or_says_why_it_is_no_change() => Assert.Equal(
        ApiRoutes.All.Where(route => route.IsWrite).Select(route => $"{route}").Order(StringComparer.Ordinal),
        Writes.All.Select(write => write.Route).Concat(Writes.NoChange.Keys).Order(StringComparer.Ordinal));

    [Fact]
    public async Task Each_leaves_a_record_with_its_true_actor_and_no_secret()
    {
        await using var stage = await WriteStage.StartAsync();
        var wrong = new List<string>();
        foreach (var write in Writes.All)
        {
            if (write.Before is { } before)
            {
                await before(stage);
            }

            var known = (await stage.AuditAsync()).Select(record => record.Id).ToHashSet(StringComparer.Ordinal);
            using var response = await stage.SendAsync(write);
            Assert.True(response.IsSuccessStatusCode, $"{write.Route}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
            var made = (await stage.AuditAsync()).Where(record => !known.Contains(record.Id)).ToList();
            var key = stage.Keys[write.By].Key;
            if (!made.Any(record => record.Action == write.Action) || made.Any(record => (record.Actor, record.Role, record.KeyId) != (key.Name, key.Role, key.Id)))
            {
                wrong.Add($"{write.Route} by {key.Role} {key.Name}: {(made.Count == 0 ? "no record" : string.Join("; ", made))}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        var all = string.Join('\n', await stage.AuditAsync());
        Assert.DoesNotContain("hunter2", all, StringComparison.Ordinal);
        Assert.All(stage.Keys.Values, key => Assert.DoesNotContain(key.Token.Split('_')[^1], all, StringComparison.Ordinal));
    }

    [Fact]
    public async Task None_that_is_refused_leaves_one()
    {
        await using var stage = await WriteStage.StartAsync();
        using var viewer = stage.Server.WithKey((await stage.Server.MakeKeyAsync("viewer", "eve")).Token);
        var before = await stage.AuditAsync();
        foreach (var route in ApiRoutes.All.Where(route => route.IsWrite))
        {
            using var request = route.Request(key: null, ("stack", "web"), ("agent", "edge"));
            using var response = await viewer.SendAsync(request);
            Assert.False(response.IsSuccessStatusCode, $"{route}: {response.StatusCode}");
        }

        Assert.Equal(before, await stage.AuditAsync());
    }

    [Fact]
    public async Task What_the_control_plane_does_by_itself_is_its_own()
    {
        await using var server = await RunningServer.StartAsync();
        var records = (await server.Admin.ReadAsync("/api/v1/audit?limit=100", Contracts.Json.PlumbJson.Default.PageAuditView)).Items;
        Assert.Equal(["key.create", "source.create"], records.Select(record => record.Action).Order(StringComparer.Ordinal));
        Assert.All(records, record => Assert.Equal(("start", (string?)null), (record.Actor, record.KeyId)));
    }
}
