using Plumb.Cli.Tests.Kit;

namespace Plumb.Cli.Tests.Verbs;

public sealed class DiffTests : ApiTest
{
    private const string Diff = "GET /api/v1/stacks/web/diff";

    [Fact]
    public async Task Nothing_differs_0()
    {
        Api.On(Diff, Samples.Diff(fresh: true));
        var ran = await Cli.RunAsync("diff", "web");
        Assert.Equal((0, "", "web: no difference.\n"), (ran.Exit, ran.Out, ran.Error));
    }

    [Fact]
    public async Task Something_differs_1_a_line_each_with_its_kind()
    {
        Api.On(Diff, Samples.Diff(
            fresh: true,
            Samples.Difference("state", "web", "web-1", "running", "exited (137)"),
            Samples.Difference("orphan", "old", null, null, "1"),
            Samples.Difference("resource", null, "network web_default", "there", null),
            Samples.Difference("foreign", "hand", null, null, "running"),
            Samples.Difference("volume", "db", "data", "size=1", "size=2")));
        var ran = await Cli.RunAsync("diff", "stack", "web");
        Assert.Equal((1, ""), (ran.Exit, ran.Error));
        Assert.Equal(
        [
            "~ web web-1  running → exited (137)  (state)",
            "- old  none → 1  (orphan)",
            "+ network web_default  there → none  (resource)",
            "? hand  none → running  (foreign)",
            "! db data  size=1 → size=2  (volume)",
        ], ran.OutLines);
    }

    [Fact]
    public async Task An_error_is_2()
    {
        Assert.Equal(2, (await Cli.RunAsync("diff", "web")).Exit);
        Assert.Equal(2, (await Cli.RunAsync("diff")).Exit);
        Cli.Environment["PLUMB_SERVER"] = "http://127.0.0.1:1";
        Assert.Equal(2, (await Cli.RunAsync("diff", "web")).Exit);
    }

    [Fact]
    public async Task A_look_that_is_old_is_told()
    {
        Api.On(Diff, Samples.Diff(fresh: false));
        var ran = await Cli.RunAsync("diff", "web");
        Assert.Equal(0, ran.Exit);
        Assert.Contains("No fresh look could be made; this is how it was 5m ago.", ran.Error, StringComparison.Ordinal);
    }
}
