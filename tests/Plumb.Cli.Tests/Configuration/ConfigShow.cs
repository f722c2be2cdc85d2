using System.Text.Json;
using Plumb.Cli.Tests.Kit;

namespace Plumb.Cli.Tests.Configuration;

/// <summary>Reads <c>config show -o json</c>.</summary>
internal static class ConfigShow
{
    /// <summary>The value and where it came from.</summary>
    public static async Task<(string? Value, string From)> ValueAsync(this Kit.Cli cli, string key, params string[] flags)
    {
        var ran = await cli.RunAsync(["config", "show", "-o", "json", .. flags]);
        Assert.True(ran.Exit == 0, ran.ToString());
        using var shown = JsonDocument.Parse(ran.Out);
        var row = shown.RootElement.EnumerateArray().Single(r => r.GetProperty("key").GetString() == key);
        return (row.GetProperty("value").ToString(), row.GetProperty("from").GetString() ?? row.GetProperty("layer").GetString()!);
    }

    /// <summary>What the start says of wrong configuration.</summary>
    public static async Task<Ran> RefusedAsync(this Kit.Cli cli, params string[] flags)
    {
        var ran = await cli.RunAsync(["config", "show", .. flags]);
        Assert.True(ran.Exit == 2, ran.ToString());
        Assert.Equal("", ran.Out);
        return ran;
    }
}
