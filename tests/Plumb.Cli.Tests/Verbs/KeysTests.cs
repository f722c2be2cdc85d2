using Plumb.Cli.Tests.Kit;
using Plumb.Contracts.Problems;

namespace Plumb.Cli.Tests.Verbs;

public sealed class KeysTests : ApiTest
{
    private const string Key = """{"id":"019a","role":"agent","name":"edge-1","status":"active","createdAt":"2026-01-01T00:00:00.000Z","createdBy":"admin","expiresAt":"2026-04-01T00:05:00.000Z","revokedAt":null,"replacedBy":null,"lastUsedAt":"2026-01-01T00:04:00.000Z"}""";
    private const string Made = $$"""{"key":{{Key}},"token":"plumb_agent_019a_0123456789"}""";

    [Fact]
    public async Task A_new_key_is_all_that_goes_to_standard_output()
    {
        Api.On("POST /api/v1/keys", Made, 201);
        var ran = await Cli.RunAsync("keys", "create", "--role", "agent", "--name", "edge-1", "--expires-in", "90d");
        Assert.Equal((0, "plumb_agent_019a_0123456789\n"), (ran.Exit, ran.Out));
        Assert.Contains("the only time that it is shown", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("0123456789", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task They_are_listed_with_when_each_was_used()
    {
        Api.On("GET /api/v1/keys", Samples.Page(Key));
        var ran = await Cli.RunAsync("keys", "list");
        Assert.Matches(@"^019a +agent +edge-1 +active +5m +60s +in 90d$", ran.OutLines[1]);
        Assert.Equal("key/019a", (await Cli.RunAsync("get", "keys", "-o", "name")).Out.Trim());
    }

    [Fact]
    public async Task One_is_rotated_and_revoked()
    {
        Api.On("POST /api/v1/keys/edge-1/rotate", Made, 201).On("POST /api/v1/keys/edge-1/revoke", Key.Replace("active", "revoked", StringComparison.Ordinal));
        Assert.Equal("plumb_agent_019a_0123456789\n", (await Cli.RunAsync("keys", "rotate", "edge-1", "--overlap", "1h")).Out);
        Assert.Contains("revoked", (await Cli.RunAsync("keys", "revoke", "edge-1")).Error, StringComparison.Ordinal);
        Api.Refuses("POST /api/v1/keys/edge-1/revoke", ProblemCodes.KeyAmbiguous, "Several keys are named edge-1: 019a, 019b.");
        var refused = await Cli.RunAsync("keys", "revoke", "edge-1");
        Assert.Equal(1, refused.Exit);
        Assert.Contains("[key.ambiguous]", refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("create")]
    [InlineData("create", "--role", "root", "--name", "x")]
    [InlineData("create", "--role", "agent")]
    [InlineData("create", "--role", "agent", "--name", "x", "--expires-in", "soon")]
    [InlineData("rotate")]
    [InlineData("rotate", "x", "--overlap", "a while")]
    [InlineData("revoke")]
    public async Task What_makes_no_sense_is_misuse(params string[] words) => Assert.Equal(2, (await Cli.RunAsync(["keys", .. words])).Exit);
}
