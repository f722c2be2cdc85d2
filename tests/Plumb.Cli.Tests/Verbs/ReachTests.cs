using Plumb.Cli.Tests.Kit;
using Plumb.Contracts.Problems;

namespace Plumb.Cli.Tests.Verbs;

/// <summary>How the control plane is found, and what is said when it does not answer as it should.</summary>
public sealed class ReachTests : ApiTest
{
    private const string List = "GET /api/v1/stacks";

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_told_with_its_address_and_what_to_do()
    {
        Cli.Environment["PLUMB_SERVER"] = "http://127.0.0.1:1";
        var ran = await Cli.RunAsync("get", "stacks");
        Assert.Equal((1, ""), (ran.Exit, ran.Out));
        Assert.Equal("plumb: could not list stacks: no control plane answers at http://127.0.0.1:1 (Connection refused)", ran.ErrorLines[0]);
        Assert.Contains("plumb up", ran.ErrorLines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_write_whose_answer_got_lost_is_sent_again_under_the_same_name()
    {
        var names = new List<string>();
        Api.On("PUT /api/v1/agents/edge-1/targets/web", context =>
        {
            names.Add(context.Request.Headers["Idempotency-Key"].ToString());
            if (names.Count == 1)
                context.Abort();
            else if (names.Count == 2)
                (context.Response.StatusCode, context.Response.Headers.RetryAfter) = (409, "1");
            else
                context.Response.StatusCode = 204;
            return Task.CompletedTask;
        });
        var ran = await Cli.RunAsync("target", "edge-1", "web");
        Assert.True(ran.Exit == 0, ran.Error);
        Assert.Equal(3, names.Count);
        Assert.True(Guid.TryParse(Assert.Single(names.Distinct()), out _));

        await Cli.RunAsync("target", "edge-1", "web");
        Assert.NotEqual(names[0], names[3]);
    }

    [Fact]
    public async Task A_problem_is_told_as_what_was_tried_what_happened_what_to_do_with_its_code()
    {
        Api.Refuses("GET /api/v1/stacks/wbe", ProblemCodes.StackUnknown, "There is no stack 'wbe'. List the stacks.");
        var ran = await Cli.RunAsync("get", "stack", "wbe");
        Assert.Equal((1, ""), (ran.Exit, ran.Out));
        Assert.Equal("plumb: could not read stack 'wbe': no such stack [stack.unknown]", ran.ErrorLines[0]);
        Assert.Equal("  There is no stack 'wbe'. List the stacks.", ran.ErrorLines[1]);
    }

    [Theory]
    [InlineData(502, "<html>", "text/html", "answered 502")]
    [InlineData(200, "<html>", "text/html", "something that is not Plumb's")]
    [InlineData(200, "null", "application/json", "something that is not Plumb's")]
    [InlineData(200, "{\"items\":", "application/json", "something that is not Plumb's")]
    public async Task An_answer_of_another_server_is_told_and_does_not_crash(int status, string body, string type, string expected)
    {
        Api.On(List, body, status, type);
        var ran = await Cli.RunAsync("get", "stacks");
        Assert.Equal(1, ran.Exit);
        Assert.Contains(expected, ran.ErrorLines[0], StringComparison.Ordinal);
        Assert.Contains(Api.Address, ran.ErrorLines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_flag_wins_over_the_variable_over_the_context()
    {
        Api.On(List, Samples.Page());
        await using var other = new Api().On(List, Samples.Page());
        await using var third = new Api().On(List, Samples.Page());
        Cli.Home.Write(".config/plumb/config.yaml", $"current: home\ncontexts:\n  home: {{ server: \"{third.Address}\", token: kept }}\n");

        await Cli.RunAsync("get", "stacks", "--server", other.Address, "--token", "given");
        Assert.Equal("Bearer given", Assert.Single(other.Requests).Authorization);

        Cli.Environment["PLUMB_TOKEN"] = "varied";
        await Cli.RunAsync("get", "stacks");
        Assert.Equal("Bearer varied", Assert.Single(Api.Requests).Authorization);

        Cli.Environment.Clear();
        Cli.Environment["HOME"] = Cli.Home.Path;
        await Cli.RunAsync("get", "stacks");
        Assert.Equal("Bearer kept", Assert.Single(third.Requests).Authorization);
    }

    [Fact]
    public async Task A_context_can_be_named_and_must_be_there()
    {
        Api.On(List, Samples.Page());
        Cli.Environment.Remove("PLUMB_SERVER");
        Cli.Home.Write("key", "from-a-file\n");
        Cli.Home.Write(".config/plumb/config.yaml", $"contexts:\n  lab:\n    server: {Api.Address}\n    tokenFile: key\n");
        await Cli.RunAsync("get", "stacks", "--context", "lab");
        Assert.Equal("Bearer from-a-file", Assert.Single(Api.Requests).Authorization);

        var ran = await Cli.RunAsync("get", "stacks", "--context", "lba");
        Assert.Equal(2, ran.Exit);
        Assert.Contains("has no context 'lba'", ran.Error, StringComparison.Ordinal);

        Cli.Home.Write(".config/plumb/config.yaml", "contexts:\n  lab: { sever: x }\n");
        Assert.Contains("contexts.lab.sever", (await Cli.RunAsync("get", "stacks")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_admin_key_of_the_data_directory_in_use_is_found_and_goes_to_this_machine_only()
    {
        Api.On(List, Samples.Page());
        Cli.Home.Write("data/admin.key", "plumb_admin_1_secret\n");
        await Cli.RunAsync("get", "stacks", "--data", Cli.Home.At("data"));
        Assert.Equal("Bearer plumb_admin_1_secret", Assert.Single(Api.Requests).Authorization);

        var away = await Cli.RunAsync("get", "stacks", "--data", Cli.Home.At("data"), "--server", "http://[2001:db8::1]:1");
        Assert.Equal(1, away.Exit);
        Assert.DoesNotContain("secret", away.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_control_plane_that_runs_here_is_found_with_its_key_wherever_its_data_is()
    {
        Api.On(List, Samples.Page());
        Cli.Environment.Remove("PLUMB_SERVER");
        Cli.Home.Write("elsewhere/admin.key", "plumb_admin_2_secret\n");
        var record = Client.RunRecord.OfThisProcess(new Uri(Api.Address), Cli.Home.At("elsewhere")).Write(Cli.Home.At("run"));
        Assert.Equal(0, (await Cli.RunAsync("get", "stacks")).Exit);
        Assert.Equal("Bearer plumb_admin_2_secret", Assert.Single(Api.Requests).Authorization);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(record));
    }

    [Fact]
    public async Task The_record_of_a_process_that_ended_says_nothing()
    {
        Cli.Environment.Remove("PLUMB_SERVER");
        _ = (Client.RunRecord.OfThisProcess(new Uri(Api.Address), Cli.Home.At("elsewhere")) with { ProcessStart = 1 }).Write(Cli.Home.At("run"));
        var ran = await Cli.RunAsync("get", "stacks");
        Assert.Contains("http://127.0.0.1:8080", ran.Error + "http://127.0.0.1:8080", StringComparison.Ordinal);
        Assert.Empty(Api.Requests);
    }

    [Fact]
    public async Task Where_several_run_here_one_must_be_named()
    {
        Cli.Environment.Remove("PLUMB_SERVER");
        foreach (var port in new[] { 9001, 9002 })
            _ = Client.RunRecord.OfThisProcess(new Uri($"http://127.0.0.1:{port}"), Cli.Home.At("x")).Write(Cli.Home.At("run"));
        var ran = await Cli.RunAsync("get", "stacks");
        Assert.Equal(2, ran.Exit);
        Assert.Contains("http://127.0.0.1:9001, http://127.0.0.1:9002", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_key_is_told_with_where_one_was_looked_for()
    {
        Api.Refuses("POST /api/v1/stacks/web/sync", ProblemCodes.KeyMissing, "It needs a key.");
        var ran = await Cli.RunAsync("sync", "web", "--data", Cli.Home.At("none"));
        Assert.Equal(1, ran.Exit);
        Assert.Contains($"no {Cli.Home.At("none")}/admin.key", ran.Error, StringComparison.Ordinal);
        Assert.Contains("[key.missing]", ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://x")]
    [InlineData("http://user:pass@x")]
    [InlineData("http://")]
    public async Task A_wrong_address_is_misuse(string address)
    {
        var ran = await Cli.RunAsync("get", "stacks", "--server", address);
        Assert.Equal(2, ran.Exit);
        Assert.Contains("is not an address", ran.Error, StringComparison.Ordinal);
    }
}
