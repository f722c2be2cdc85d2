using System.Net;
using Plumb.Contracts.Json;
using Plumb.Contracts.Keys;
using Plumb.Server.Keys;

namespace Plumb.Server.Tests.Keys;

public sealed class KeyTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("admin")]
    [InlineData("operator")]
    [InlineData("viewer")]
    [InlineData("publisher")]
    [InlineData("agent")]
    [InlineData("task")]
    public async Task A_key_of_each_role_is_made_and_shown_this_once(string role)
    {
        await using var server = await RunningServer.StartAsync();
        var made = await server.MakeKeyAsync(role, "shop");
        Assert.StartsWith($"plumb_{role}_{made.Key.Id}_", made.Token, StringComparison.Ordinal);
        Assert.Equal((role, "shop", KeyStatus.Active, "admin"), (made.Key.Role, made.Key.Name, made.Key.Status, made.Key.CreatedBy));

        var secret = made.Token.Split('_')[^1];
        foreach (var path in (string[])["/api/v1/keys", $"/api/v1/keys/{made.Key.Id}", "/api/v1/keys/shop", "/api/v1/audit"])
        {
            Assert.DoesNotContain(secret, await server.Admin.GetStringAsync(path), StringComparison.Ordinal);
        }

        foreach (var file in Directory.GetFiles(Path.Combine(server.Directory, "state")))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            Assert.DoesNotContain(secret, await reader.ReadToEndAsync(), StringComparison.Ordinal);
        }

        Assert.DoesNotContain(server.Logs.Lines, line => line.Contains(secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_expires()
    {
        var time = new ManualTime(Noon);
        await using var server = await RunningServer.StartAsync(time: time);
        var made = await server.MakeKeyAsync("viewer", "eve", TimeSpan.FromDays(90));
        Assert.Equal(Noon.AddDays(90), made.Key.ExpiresAt);
        time.Advance(TimeSpan.FromDays(90) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(HttpStatusCode.OK, await server.StatusAsync(made.Token));

        time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(HttpStatusCode.Unauthorized, await server.StatusAsync(made.Token));
        Assert.Equal(KeyStatus.Expired, (await server.Admin.ReadAsync($"/api/v1/keys/{made.Key.Id}", PlumbJson.Default.KeyView)).Status);
    }

    [Fact]
    public async Task Rotated_the_new_one_works_at_once_and_the_old_one_as_long_as_they_overlap()
    {
        var time = new ManualTime(Noon);
        await using var server = await RunningServer.StartAsync(time: time);
        var old = await server.MakeKeyAsync("viewer", "eve", TimeSpan.FromDays(90));
        time.Advance(TimeSpan.FromDays(10));

        using var response = await server.Admin.PostAsync($"/api/v1/keys/{old.Key.Id}/rotate", new KeyRotateBody(TimeSpan.FromHours(1)).Json(PlumbJson.Default.KeyRotateBody));
        var next = await response.ReadAsync(PlumbJson.Default.KeyMade);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal(("viewer", "eve", (DateTimeOffset?)Noon.AddDays(100)), (next.Key.Role, next.Key.Name, next.Key.ExpiresAt));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await server.StatusAsync(old.Token), await server.StatusAsync(next.Token)));
        var retired = await server.Admin.ReadAsync($"/api/v1/keys/{old.Key.Id}", PlumbJson.Default.KeyView);
        Assert.Equal((KeyStatus.Rotated, next.Key.Id, (DateTimeOffset?)Noon.AddDays(10).AddHours(1)), (retired.Status, retired.ReplacedBy, retired.ExpiresAt));
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (await server.StatusAsync(old.Token), await server.StatusAsync(next.Token)));
    }

    [Fact]
    public async Task A_key_is_rotated_once_and_a_dead_one_not_at_all()
    {
        await using var server = await RunningServer.StartAsync();
        var made = await server.MakeKeyAsync("viewer", "eve");
        using var first = await server.Admin.PostAsync($"/api/v1/keys/{made.Key.Id}/rotate", null);
        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        using var again = await server.Admin.PostAsync($"/api/v1/keys/{made.Key.Id}/rotate", null);
        await again.ProblemAsync(HttpStatusCode.Conflict, "key.retired");
        var revoked = await server.MakeKeyAsync("viewer", "bob");
        (await server.Admin.PostAsync($"/api/v1/keys/{revoked.Key.Id}/revoke", null)).Dispose();
        using var dead = await server.Admin.PostAsync($"/api/v1/keys/{revoked.Key.Id}/rotate", null);
        await dead.ProblemAsync(HttpStatusCode.Conflict, "key.retired");
    }

    [Fact]
    public async Task Revoked_it_ends_at_once_and_stays_so_over_a_restart()
    {
        var home = Directory.CreateTempSubdirectory("plumb-server-").FullName;
        KeyMade made;
        await using (var server = await RunningServer.StartAsync(home))
        {
            made = await server.MakeKeyAsync("viewer", "eve");
            Assert.Equal(HttpStatusCode.OK, await server.StatusAsync(made.Token));
            using var revoked = await server.Admin.PostAsync($"/api/v1/keys/{made.Key.Id}/revoke", null);
            Assert.Equal(KeyStatus.Revoked, (await revoked.ReadAsync(PlumbJson.Default.KeyView)).Status);
            Assert.Equal(HttpStatusCode.Unauthorized, await server.StatusAsync(made.Token));
        }

        await using (var server = await RunningServer.StartAsync(home))
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await server.StatusAsync(made.Token));
        }

        Directory.Delete(home, recursive: true);
    }

    [Fact]
    public async Task How_long_it_lives_can_be_changed_and_nothing_else_of_it()
    {
        var time = new ManualTime(Noon);
        await using var server = await RunningServer.StartAsync(time: time);
        var made = await server.MakeKeyAsync("viewer", "eve", TimeSpan.FromDays(1));

        using var changed = await server.Admin.PutAsync($"/api/v1/keys/{made.Key.Id}", new KeyChangeBody("viewer", "eve", TimeSpan.FromDays(90)).Json(PlumbJson.Default.KeyChangeBody));

        Assert.Equal(Noon.AddDays(90), (await changed.ReadAsync(PlumbJson.Default.KeyView)).ExpiresAt);
        time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(HttpStatusCode.OK, await server.StatusAsync(made.Token));
        using var wider = await server.Admin.PutAsync($"/api/v1/keys/{made.Key.Id}", new KeyChangeBody("admin").Json(PlumbJson.Default.KeyChangeBody));
        await wider.ProblemAsync(HttpStatusCode.BadRequest, "body.invalid");
        using var none = await server.Admin.PutAsync($"/api/v1/keys/{made.Key.Id}", new KeyChangeBody(ExpiresIn: TimeSpan.Zero).Json(PlumbJson.Default.KeyChangeBody));
        await none.ProblemAsync(HttpStatusCode.BadRequest, "body.invalid");
        using var unknown = await server.Admin.PutAsync("/api/v1/keys/nobody", new KeyChangeBody().Json(PlumbJson.Default.KeyChangeBody));
        await unknown.ProblemAsync(HttpStatusCode.NotFound, "key.unknown");
    }

    [Fact]
    public async Task Deleted_it_ends_at_once_and_is_not_revived()
    {
        await using var server = await RunningServer.StartAsync();
        var made = await server.MakeKeyAsync("viewer", "eve");

        using var deleted = await server.Admin.DeleteAsync($"/api/v1/keys/{made.Key.Id}");

        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await server.StatusAsync(made.Token));
        Assert.Equal(KeyStatus.Revoked, (await server.Admin.ReadAsync($"/api/v1/keys/{made.Key.Id}", PlumbJson.Default.KeyView)).Status);
        using var revived = await server.Admin.PutAsync($"/api/v1/keys/{made.Key.Id}", new KeyChangeBody().Json(PlumbJson.Default.KeyChangeBody));
        await revived.ProblemAsync(HttpStatusCode.Conflict, "key.retired");
    }

    [Fact]
    public async Task Its_last_use_is_kept_in_one_write_and_not_one_a_request()
    {
        var time = new ManualTime(Noon);
        await using var server = await RunningServer.StartAsync(time: time);
        var made = await server.MakeKeyAsync("viewer", "eve");
        Assert.Null(made.Key.LastUsedAt);
        time.Advance(TimeSpan.FromSeconds(5));
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(HttpStatusCode.OK, await server.StatusAsync(made.Token));
        }

        Assert.Equal(Noon.AddSeconds(5), (await server.Admin.ReadAsync($"/api/v1/keys/{made.Key.Id}", PlumbJson.Default.KeyView)).LastUsedAt);
        Assert.Null(Stored());
        await server.Server.Service<KeyUse>().KeepAsync(CancellationToken.None);
        Assert.Equal(Noon.AddSeconds(5).ToUnixTimeMilliseconds(), Stored());

        long? Stored()
        {
            using var connection = server.Server.Service<Plumb.Server.Storage.Database>().OpenReader();
            return Dapper.SqlMapper.QuerySingle<long?>(connection, "select last_used from access_key where id = @Id", new { made.Key.Id });
        }
    }

    [Theory]
    [InlineData("""{"role":"root","name":"eve"}""", "body.invalid")]
    [InlineData("""{"role":"viewer","name":""}""", "name.invalid")]
    [InlineData("""{"role":"viewer","name":"a b"}""", "name.invalid")]
    [InlineData("""{"role":"viewer"}""", "name.invalid")]
    [InlineData("""{"role":"viewer","name":"eve","expiresIn":"0s"}""", "body.invalid")]
    [InlineData("""{"role":"publisher","name":"system"}""", "body.invalid")]
    [InlineData("""{"role":"viewer","name":"eve","hash":"x"}""", "body.invalid")]
    public async Task What_makes_no_key_is_refused(string body, string code)
    {
        await using var server = await RunningServer.StartAsync();
        using var response = await server.Admin.PostAsync("/api/v1/keys", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        await response.ProblemAsync(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task A_name_that_several_have_names_none()
    {
        await using var server = await RunningServer.StartAsync();
        await server.MakeKeyAsync("viewer", "eve");
        await server.MakeKeyAsync("operator", "eve");
        using var response = await server.Admin.PostAsync("/api/v1/keys/eve/revoke", null);
        await response.ProblemAsync(HttpStatusCode.Conflict, "key.ambiguous");
        using var unknown = await server.Admin.PostAsync("/api/v1/keys/nobody/revoke", null);
        await unknown.ProblemAsync(HttpStatusCode.NotFound, "key.unknown");
    }
}
