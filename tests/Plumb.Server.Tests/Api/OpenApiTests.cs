using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Plumb.Server.Tests.Api;

public sealed class OpenApiTests
{
    /// <summary>The document is committed: <c>PLUMB_GOLDEN=write dotnet test tests/Plumb.Server.Tests --filter OpenApi</c> makes it anew; build again after that.</summary>
    [Fact]
    public async Task The_committed_document_is_what_the_routes_make()
    {
        await using var server = await RunningServer.StartAsync(change: options => options with { MakeOpenApi = true });
        var made = (await server.Http.GetStringAsync("/openapi/v1.json")).ReplaceLineEndings("\n").TrimEnd() + "\n";
        var file = Committed();
        if (Environment.GetEnvironmentVariable("PLUMB_GOLDEN") == "write")
        {
            await File.WriteAllTextAsync(file, made);
        }

        Assert.True(await File.ReadAllTextAsync(file) == made, "docs/reference/openapi.json is not what the routes make: PLUMB_GOLDEN=write dotnet test tests/Plumb.Server.Tests --filter OpenApi");
    }

    [Fact]
    public async Task It_is_served_and_describes_every_route()
    {
        await using var server = await RunningServer.StartAsync();
        using var response = await server.Http.GetAsync("/openapi/v1.json");
        Assert.True(response.IsSuccessStatusCode, string.Join('\n', server.Logs.Lines));
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());

        Assert.StartsWith("3.1", document.RootElement.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var paths = document.RootElement.GetProperty("paths").EnumerateObject().Select(path => path.Name).ToList();
        foreach (var path in (string[])["/api/stacks", "/api/v1/stacks/{stack}/diff", "/api/v1/agents/{agent}/target-state", "/api/v1/agents/{agent}/reports", "/readyz"])
        {
            Assert.Contains(path, paths);
        }

        var record = document.RootElement.GetProperty("components").GetProperty("schemas").GetProperty("StackRecord").GetProperty("properties");
        Assert.True(record.TryGetProperty("lastSyncError", out _));
        var sync = document.RootElement.GetProperty("paths").GetProperty("/api/v1/stacks/{stack}/sync").GetProperty("post");
        Assert.Equal("#/components/schemas/Problem", sync.GetProperty("responses").GetProperty("default").GetProperty("content").GetProperty("application/problem+json").GetProperty("schema").GetProperty("$ref").GetString());
        Assert.Equal(1, sync.GetProperty("security").GetArrayLength());
    }

    private static string Committed([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../docs/reference/openapi.json"));
}
