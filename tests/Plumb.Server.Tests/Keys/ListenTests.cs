namespace Plumb.Server.Tests.Keys;

public sealed class ListenTests
{
    [Fact]
    public async Task Who_listens_beyond_this_machine_with_no_key_that_works_does_not_start()
    {
        var home = Directory.CreateTempSubdirectory("plumb-server-").FullName;
        await using (var server = await RunningServer.StartAsync(home))
        {
            using var made = await server.Admin.GetAsync("/api/v1/keys");
            var id = (await File.ReadAllTextAsync(Path.Combine(home, "admin.key"))).Split('_')[2];
            (await server.Admin.PostAsync($"/api/v1/keys/{id}/revoke", null)).Dispose();
        }

        var refused = await Assert.ThrowsAsync<ServerStartException>(() => RunningServer.StartAsync(home, options => options with { ListenHost = "0.0.0.0", LocalAgent = null }));
        Assert.Contains("no key that works", refused.Message, StringComparison.Ordinal);

        // On this machine alone it does, and a file that is removed is a new key.
        await using (await RunningServer.StartAsync(home))
        {
        }

        File.Delete(Path.Combine(home, "admin.key"));
        await using (await RunningServer.StartAsync(home, options => options with { ListenHost = "0.0.0.0", LocalAgent = null }))
        {
        }

        Directory.Delete(home, recursive: true);
    }

    [Fact]
    public async Task A_revoked_admin_key_is_not_made_good_again_by_its_file()
    {
        var home = Directory.CreateTempSubdirectory("plumb-server-").FullName;
        await using (var server = await RunningServer.StartAsync(home))
        {
            var id = (await File.ReadAllTextAsync(Path.Combine(home, "admin.key"))).Split('_')[2];
            (await server.Admin.PostAsync($"/api/v1/keys/{id}/revoke", null)).Dispose();
        }

        await using (var server = await RunningServer.StartAsync(home))
        {
            using var response = await server.Admin.GetAsync("/api/v1/keys");
            await response.ProblemAsync(System.Net.HttpStatusCode.Unauthorized, "key.invalid");
        }

        Directory.Delete(home, recursive: true);
    }
}
