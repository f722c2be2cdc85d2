using System.IO.Compression;
using System.Text;
using Plumb.Contracts.Json;
using Plumb.Platform.Secrets;
using Plumb.Server.Storage;
using Plumb.Server.Storage.Archive;
using Plumb.TestKit;

namespace Plumb.Server.Tests.Storage;

/// <summary>A store is saved and made anew, from either kind into either kind.</summary>
public sealed class ArchiveTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task What_was_saved_while_it_ran_is_served_again_in_a_new_epoch(bool fromPostgres, bool toPostgres)
    {
        using var home = new TempDir();
        var (from, to) = (await StoreAsync(fromPostgres), await StoreAsync(toPostgres));
        using var saved = new MemoryStream();
        string epoch, etag;
        long version;
        await using (var server = await StartAsync(home.At("from"), from))
        {
            var agent = await server.AgentAsync();
            await server.PublishAsync(Found.Stack("web"), Found.Stack("ä/db", "services: { db: { image: 'ü\u0001' } }"));
            await server.PublishAsync(Found.Stack("web", "services: {}"), Found.Stack("ä/db", "services: { db: { image: 'ü\u0001' } }"));
            var (state, tag) = await agent.PollAsync();
            (epoch, version, etag) = (state!.Epoch, state.Version, tag);
            await agent.ReportAsync(agent.Synced(state.Stacks[0]));
            Assert.True(Archive(home.At("from"), from).Save(saved) > 10);

            // What comes after is not in it.
            await server.PublishAsync(Found.Stack("later"));
        }

        saved.Position = 0;
        Directory.CreateDirectory(home.At("to", "state"));
        File.Copy(home.At("from", "admin.key"), home.At("to", "admin.key"));
        Archive(home.At("to"), to).Restore(saved, replace: false);

        await using var again = await StartAsync(home.At("to"), to);
        Assert.Equal(["web", "ä/db"], (await again.GetAsync("/api/stacks", PlumbJson.Default.IReadOnlyListStackRecord)).Select(record => record.Path).Order(StringComparer.Ordinal));
        Assert.Equal(3, (await again.StackAsync("web")).Sequence);
        var back = await again.AgentAsync();
        var (told, newTag) = await back.PollAsync(etag);
        Assert.NotEqual((epoch, etag), (told!.Epoch, newTag));
        Assert.Equal(version, told.Version);
        Assert.Equal(2, told.Stacks.Count);
        foreach (var stack in told.Stacks)
        {
            Assert.Equal(stack.Checksum, (await back.Http.ReadAsync($"{back.Path}/content/{stack.Checksum}", PlumbJson.Default.StackContent)).Checksum());
        }

        await again.PublishAsync(Found.Stack("new"));
        Assert.Equal(4, (await again.StackAsync("new")).Sequence);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_store_in_use_or_with_something_in_it_is_left_as_it_is(bool postgres)
    {
        using var home = new TempDir();
        var store = await StoreAsync(postgres);
        using var saved = new MemoryStream();
        await using (var server = await StartAsync(home.Path, store))
        {
            await server.PublishAsync(Found.Stack("web"));
            Archive(home.Path, store).Save(saved);
            await server.PublishAsync(Found.Stack("web"), Found.Stack("db"));
            Assert.Contains("Stop all that use it", Says(home.Path, store, saved, replace: true), StringComparison.Ordinal);
        }

        Assert.Contains("--replace", Says(home.Path, store, saved, replace: false), StringComparison.Ordinal);
        using var half = new MemoryStream(Changed(saved, lines => lines[..^1]));
        Assert.Contains("cut short", Says(home.Path, store, half, replace: true), StringComparison.Ordinal);
        using var less = new MemoryStream(Changed(saved, lines => [.. lines.Where(line => line != lines.First(row => row[0] == '['))]));
        Assert.Contains("Rows are missing", Says(home.Path, store, less, replace: true), StringComparison.Ordinal);
        using var other = new MemoryStream(Encoding.UTF8.GetBytes("something else altogether"));
        Assert.Contains("is no backup", Says(home.Path, store, other, replace: true), StringComparison.Ordinal);
        await using (var server = await StartAsync(home.Path, store))
        {
            Assert.Equal(2, (await server.GetAsync("/api/stacks", PlumbJson.Default.IReadOnlyListStackRecord)).Count);
        }

        saved.Position = 0;
        Archive(home.Path, store).Restore(saved, replace: true);
        await using var back = await StartAsync(home.Path, store);
        Assert.Single(await back.GetAsync("/api/stacks", PlumbJson.Default.IReadOnlyListStackRecord));
    }

    private static byte[] Changed(Stream saved, Func<string[], string[]> change)
    {
        saved.Position = 0;
        using var plain = new StreamReader(new GZipStream(saved, CompressionMode.Decompress, leaveOpen: true));
        var lines = plain.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        using var cut = new MemoryStream();
        using (var compressed = new GZipStream(cut, CompressionLevel.Fastest, leaveOpen: true))
        {
            compressed.Write(Encoding.UTF8.GetBytes(string.Join('\n', change(lines)) + "\n"));
        }

        return cut.ToArray();
    }

    private static string Says(string directory, string? store, Stream saved, bool replace)
    {
        saved.Position = 0;
        return Assert.Throws<StoreException>(() => Archive(directory, store).Restore(saved, replace)).Message;
    }

    private static async Task<string?> StoreAsync(bool postgres) => postgres ? await (await SharedPostgres.GetAsync()).NewStoreAsync() : null;

    private static StoreArchive Archive(string directory, string? store) => StoreArchive.Open(directory, store, new SecretMask(), TimeProvider.System);

    private static Task<RunningServer> StartAsync(string directory, string? store)
    {
        Directory.CreateDirectory(directory);
        return RunningServer.StartAsync(directory, options => options with { Postgres = store });
    }
}
