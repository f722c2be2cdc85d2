using System.Text.Json;
using Plumb.Cli.Tests.Kit;

namespace Plumb.Cli.Tests.Doctor;

public sealed class DoctorTests : IDisposable
{
    private readonly Kit.Cli cli = new();

    // Whatever answers at the usual address of this machine is not this test's.
    public DoctorTests() => cli.Environment["PLUMB_SERVER"] = "http://127.0.0.1:1";

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task Each_thing_has_a_line_and_what_fails_says_how_to_mend()
    {
        cli.Environment["DOCKER_HOST"] = $"unix://{cli.Home.At("no.sock")}";
        var ran = await cli.RunAsync("doctor", "--compose-binary", "/nowhere/docker-compose", "--data", cli.Home.At("data"));
        Assert.Equal(1, ran.Exit);
        Assert.Equal("", ran.Error);
        foreach (var name in new[] { "engine", "compose", "git", "setpriv", "prlimit", "tmux", "data", "disk", "database", "admin key", "clock", "control plane" })
            Assert.Single(ran.OutLines, line => line is [_, _, _, _, ' ', ' ', ..] && line[..4].Trim() is "ok" or "warn" or "fail" && line[6..].StartsWith(name + " ", StringComparison.Ordinal));
        Assert.Contains("no.sock", Line(ran, "engine"), StringComparison.Ordinal);
        Assert.StartsWith("fail", Line(ran, "engine"), StringComparison.Ordinal);
        Assert.StartsWith("fail", Line(ran, "compose"), StringComparison.Ordinal);
        Assert.StartsWith("warn", Line(ran, "control plane"), StringComparison.Ordinal);
        Assert.Contains(ran.OutLines, l => l.Contains("Install and start Docker", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Json_has_the_same_for_programs()
    {
        using var found = JsonDocument.Parse((await cli.RunAsync("doctor", "-o", "json", "--data", cli.Home.At("data"))).Out);
        Assert.Contains(found.RootElement.EnumerateArray(), f => f.GetProperty("name").GetString() == "git" && f.GetProperty("outcome").GetString() == "ok");
    }

    [Fact]
    public async Task A_key_that_others_can_read_fails()
    {
        var key = cli.Home.Write("data/admin.key", "plumb_admin_1_secret\n");
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Assert.StartsWith("fail", await LineAsync("admin key"), StringComparison.Ordinal);
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.StartsWith("ok", await LineAsync("admin key"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_none_fails_and_is_left_as_it_is()
    {
        var file = cli.Home.Write("data/state/plumb.db", new string('x', 8192));
        Assert.StartsWith("fail", await LineAsync("database"), StringComparison.Ordinal);
        Assert.Equal(new string('x', 8192), File.ReadAllText(file));
    }

    [Fact]
    public async Task A_PostgreSQL_that_cannot_be_reached_fails_without_its_password()
    {
        cli.Environment["PLUMB_STORAGE_POSTGRES"] = "Host=/nowhere;Database=plumb;Username=plumb;Password=s3cr3t-word";
        var ran = await cli.RunAsync("doctor", "--data", cli.Home.At("data"));
        Assert.StartsWith("fail", Line(ran, "database"), StringComparison.Ordinal);
        Assert.Contains("plumb on /nowhere", Line(ran, "database"), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t-word", ran.Out + ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_directory_for_everybody_is_warned_of_and_one_that_is_not_there_is_not_made()
    {
        Assert.StartsWith("ok", await LineAsync("data"), StringComparison.Ordinal);
        Assert.False(Directory.Exists(cli.Home.At("data")));
        Directory.CreateDirectory(cli.Home.At("data"), (UnixFileMode)0b111_111_111);
        File.SetUnixFileMode(cli.Home.At("data"), (UnixFileMode)0b111_111_111);
        Assert.StartsWith("warn", await LineAsync("data"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clock_before_what_was_written_here_is_warned_of()
    {
        cli.Home.Write("data/admin.key", "plumb_admin_1_secret\n");
        cli.Time = new FixedTime("2001-01-01T00:00:00Z");
        Assert.StartsWith("fail", await LineAsync("clock"), StringComparison.Ordinal);
        cli.Time = TimeProvider.System;
        File.SetLastWriteTimeUtc(cli.Home.At("data", "admin.key"), new DateTime(2100, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.StartsWith("warn", await LineAsync("clock"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_control_plane_that_is_not_ready_fails_with_what_it_says()
    {
        await using var api = new Api().On("GET /version", """{"version":"0.1.0","runtime":".NET 10"}""").On("GET /readyz", """{"ready":false,"checks":[{"name":"store","good":false,"why":"the disk is full"}]}""");
        cli.Environment["PLUMB_SERVER"] = api.Address;
        Assert.Contains("store: the disk is full", await LineAsync("control plane"), StringComparison.Ordinal);
        api.On("GET /readyz", """{"ready":true,"checks":[]}""");
        Assert.StartsWith("ok", await LineAsync("control plane"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_configuration_is_misuse() => Assert.Equal(2, (await cli.RunAsync("doctor", "--interval", "5")).Exit);

    private async Task<string> LineAsync(string name) => Line(await cli.RunAsync("doctor", "--data", cli.Home.At("data")), name);

    private static string Line(Ran ran, string name) => ran.OutLines.Single(l => l.Length > 6 && l[6..].StartsWith(name + " ", StringComparison.Ordinal));
}
