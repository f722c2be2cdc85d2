using System.Collections.Concurrent;
using System.Net;
using Plumb.Contracts.Json;
using Plumb.Contracts.Keys;
using Plumb.Server.Tests;
using Plumb.Server.Tests.Keys;

namespace Plumb.Security;

/// <summary>Advisory row 21: many change keys at once while many use them. What was answered holds from then on.</summary>
public sealed class KeyStoreRacesTests
{
    private const int Workers = 6;
    private const int Rounds = 15;

    [Fact]
    public async Task Made_it_works_revoked_it_never_does_again_whatever_goes_on_beside()
    {
        var home = Directory.CreateTempSubdirectory("plumb-races-").FullName;
        var good = new ConcurrentBag<string>();
        var bad = new ConcurrentBag<string>();
        await using (var server = await RunningServer.StartAsync(home))
        {
            using var done = new CancellationTokenSource();
            var steady = (await server.MakeKeyAsync("viewer", "steady")).Token;
            var reading = Task.Run(async () =>
            {
                while (!done.IsCancellationRequested)
                {
                    Assert.Equal(HttpStatusCode.OK, await server.StatusAsync(steady));
                    using var list = await server.Admin.GetAsync("/api/v1/keys?limit=500");
                    Assert.Equal(HttpStatusCode.OK, list.StatusCode);
                }
            });
            await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(() => WorkAsync(server, worker, good, bad))));
            await done.CancelAsync();
            await reading;
            await AssertAllAsync(server);
        }

        // Memory and store are one: the same after a restart.
        await using (var server = await RunningServer.StartAsync(home))
        {
            await AssertAllAsync(server);
        }

        Directory.Delete(home, recursive: true);

        async Task AssertAllAsync(RunningServer server)
        {
            foreach (var token in good)
            {
                Assert.Equal(HttpStatusCode.OK, await server.StatusAsync(token));
            }

            foreach (var token in bad)
            {
                Assert.Contains(await server.StatusAsync(token), new[] { HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests });
            }
        }
    }

    [Fact]
    public async Task Of_many_that_rotate_one_key_at_once_one_does()
    {
        await using var server = await RunningServer.StartAsync();
        var made = await server.MakeKeyAsync("viewer", "eve");
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => server.Admin.PostAsync($"/api/v1/keys/{made.Key.Id}/rotate", null)));
        Assert.Equal((1, 11), (answers.Count(answer => answer.StatusCode == HttpStatusCode.Created), answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict)));
        foreach (var answer in answers)
        {
            answer.Dispose();
        }
    }

    private static async Task WorkAsync(RunningServer server, int worker, ConcurrentBag<string> good, ConcurrentBag<string> bad)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var made = await server.MakeKeyAsync("viewer", $"w{worker}");
            Assert.Equal(HttpStatusCode.OK, await server.StatusAsync(made.Token));
            using var rotated = await server.Admin.PostAsync($"/api/v1/keys/{made.Key.Id}/rotate", new KeyRotateBody(TimeSpan.FromHours(1)).Json(PlumbJson.Default.KeyRotateBody));
            var next = await rotated.ReadAsync(PlumbJson.Default.KeyMade);
            Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await server.StatusAsync(made.Token), await server.StatusAsync(next.Token)));
            (await server.Admin.PostAsync($"/api/v1/keys/{made.Key.Id}/revoke", null)).Dispose();
            Assert.NotEqual(HttpStatusCode.OK, await server.StatusAsync(made.Token));
            good.Add(next.Token);
            bad.Add(made.Token);
        }
    }
}
