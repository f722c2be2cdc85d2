using Plumb.Cli.Tests.Kit;
using Plumb.Server.Keys;

namespace Plumb.Cli.Tests.Applying;

/// <summary><c>--prune</c> and <c>--dry-run</c> against a real control plane, on both databases.</summary>
public sealed class PruneTests
{
    private const string Without = "apiVersion: plumb/v1\nkind: Publisher\nmetadata: { name: shop }\n";

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task What_was_taken_out_of_a_set_goes_and_nothing_else(string store)
    {
        await using var plane = await ControlPlane.StartAsync(store);
        using var cli = plane.Command();
        var mine = cli.Write("mine.yaml", Stack("by-hand"));
        Assert.Equal(0, (await cli.RunAsync("apply", "-f", mine)).Exit);
        var file = cli.Write("fleet.yaml", $"{ApplyTests.Fleet}\n---\n{Stack("by-hand")}");
        Assert.Equal(0, (await cli.RunAsync("apply", "-f", file)).Exit);
        cli.Write("fleet.yaml", Without);

        var shown = await cli.RunAsync("apply", "-f", file, "--prune", "--dry-run");
        string[] goes = ["target/edge-1/shop/web", "stack/shop/web", "source/infra", "agent/edge-1"];
        Assert.Equal(["publisher/shop unchanged (dry run)", .. goes.Select(name => $"{name} pruned (dry run)")], shown.OutLines);
        Assert.Equal(1, shown.Exit);
        Assert.Equal(["publisher/shop unchanged"], (await cli.RunAsync("apply", "-f", file)).OutLines);

        var ran = await cli.RunAsync("apply", "-f", file, "--prune");
        Assert.True(ran.Exit == 0, ran.ToString());
        Assert.Equal(["publisher/shop unchanged", .. goes.Select(name => $"{name} pruned")], ran.OutLines);
        Assert.Equal(["system/by-hand"], (await cli.RunAsync("get", "stacks", "-o", "name")).OutLines.Select(line => line["stack/".Length..]));
        Assert.Empty((await cli.RunAsync("get", "agents", "-o", "name")).OutLines);
        Assert.Empty((await cli.RunAsync("get", "sources", "-o", "name")).OutLines);
        Assert.Equal(["publisher/shop unchanged"], (await cli.RunAsync("apply", "-f", file, "--prune")).OutLines);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task What_an_apply_made_that_ended_in_its_middle_is_its_sets_all_the_same(string store)
    {
        await using var plane = await ControlPlane.StartAsync(store);
        using var cli = plane.Command();
        var file = cli.Write("fleet.yaml", ApplyTests.Fleet);
        using var stop = new CancellationTokenSource();
        await using var said = new EndingAfter("target/edge-1/shop/web created", stop);
        Assert.NotEqual(0, await PlumbCommand.RunAsync(["apply", "-f", file], cli.Surroundings(said, TextWriter.Null), stop.Token));
        cli.Write("fleet.yaml", Without);

        var ran = await cli.RunAsync("apply", "-f", file, "--prune");

        Assert.Equal(0, ran.Exit);
        string[] goes = ["target/edge-1/shop/web", "stack/shop/web", "source/infra", "agent/edge-1"];
        Assert.Equal(["publisher/shop unchanged", .. goes.Select(name => $"{name} pruned")], ran.OutLines);
        Assert.Empty((await cli.RunAsync("get", "stacks", "-o", "name")).OutLines);
    }

    /// <summary>The command ends as soon as it has said this, before it says anything to the control plane.</summary>
    private sealed class EndingAfter(string line, CancellationTokenSource stop) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value == line)
                stop.Cancel();
        }
    }

    [Fact]
    public async Task What_another_made_under_the_same_name_or_another_set_declares_stays()
    {
        await using var plane = await ControlPlane.StartAsync("sqlite");
        using var cli = plane.Command();
        var file = cli.Write("fleet.yaml", $"{Without}---\n{Stack("remade")}\n---\n{Stack("shared")}");
        Assert.Equal(0, (await cli.RunAsync("apply", "-f", file)).Exit);
        Assert.Equal(0, (await cli.RunAsync("delete", "stack", "system/remade")).Exit);
        Assert.Equal(0, (await cli.RunAsync("apply", "-f", cli.Write("other.yaml", $"{Stack("remade")}\n---\n{Stack("shared")}"), "--set", "other")).Exit);
        cli.Write("fleet.yaml", Without);

        var ran = await cli.RunAsync("apply", "-f", file, "--prune");

        Assert.Equal((0, "publisher/shop unchanged\nstack/system/remade gone\n"), (ran.Exit, ran.Out));
        Assert.Contains("stack/system/shared stays: it is declared by other, too.", ran.Error, StringComparison.Ordinal);
        Assert.Equal(["stack/system/remade", "stack/system/shared"], (await cli.RunAsync("get", "stacks", "-o", "name")).OutLines);
    }

    [Fact]
    public async Task A_set_is_its_files_on_this_machine_or_the_name_that_it_is_given()
    {
        await using var plane = await ControlPlane.StartAsync("sqlite");
        using var cli = plane.Command();
        cli.Input = $"{Without}---\n{Stack("a")}";
        Assert.Equal(0, (await cli.RunAsync("apply", "-f", "-", "--set", "fleet")).Exit);
        var file = cli.Write("fleet.yaml", Without);
        Assert.Equal("publisher/shop unchanged\n", (await cli.RunAsync("apply", "-f", file, "--prune")).Out);
        Assert.Equal("publisher/shop unchanged\nstack/system/a pruned\n", (await cli.RunAsync("apply", "-f", file, "--set", "fleet", "--prune")).Out);
    }

    [Fact]
    public async Task What_cannot_go_is_told_and_is_tried_again_next_time()
    {
        await using var plane = await ControlPlane.StartAsync("sqlite");
        using var cli = plane.Command();
        var file = cli.Write("fleet.yaml", $"{Without}---\napiVersion: plumb/v1\nkind: Source\nmetadata: {{ name: infra }}\nspec: {{ repository: /srv/infra.git }}");
        Assert.Equal(0, (await cli.RunAsync("apply", "-f", file)).Exit);
        cli.Write("fleet.yaml", $"{Without}---\n{Stack("web")}");
        cli.Environment["PLUMB_TOKEN"] = await plane.KeyAsync(Role.Operator, "ada");
        var refused = await cli.RunAsync("apply", "-f", file, "--prune");
        Assert.Equal((1, "publisher/shop unchanged\n"), (refused.Exit, refused.Out));

        cli.Environment["PLUMB_TOKEN"] = plane.AdminKey;
        Assert.Equal("publisher/shop unchanged\nstack/system/web created\nsource/infra pruned\n", (await cli.RunAsync("apply", "-f", file, "--prune")).Out);
    }

    [Fact]
    public async Task A_publishers_own_key_applies_and_prunes_its_own_stacks()
    {
        await using var plane = await ControlPlane.StartAsync("sqlite");
        using var cli = plane.Command();
        Assert.Equal(0, (await cli.RunAsync("apply", "-f", cli.Write("shop.yaml", Without))).Exit);
        cli.Environment["PLUMB_TOKEN"] = await plane.KeyAsync(Role.Publisher, "shop");
        var file = cli.Write("fleet.yaml", $"{Stack("a", "shop")}\n---\n{Stack("b", "shop")}");
        Assert.Equal("stack/shop/a created\nstack/shop/b created\n", (await cli.RunAsync("apply", "-f", file)).Out);
        cli.Write("fleet.yaml", Stack("b", "shop"));
        Assert.Equal("stack/shop/b unchanged\nstack/shop/a pruned\n", (await cli.RunAsync("apply", "-f", file, "--prune")).Out);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_dry_run_shows_each_field_writes_nothing_and_ends_with_1_where_something_would_change(string store)
    {
        await using var plane = await ControlPlane.StartAsync(store);
        using var cli = plane.Command();
        var file = cli.Write("fleet.yaml", ApplyTests.Fleet);
        var before = (await plane.GetAsync("/api/v1/audit?limit=500")).GetRawText();
        var made = await cli.RunAsync("apply", "-f", file, "--dry-run");
        Assert.Equal(1, made.Exit);
        Assert.Equal(5, made.OutLines.Count(line => line.EndsWith(" created (dry run)", StringComparison.Ordinal)));
        Assert.Contains("  + policies.driftPolicy: \"flag\"", made.OutLines);
        Assert.Equal(before, (await plane.GetAsync("/api/v1/audit?limit=500")).GetRawText());
        Assert.Equal(0, (await plane.GetAsync("/api/v1/stacks")).GetProperty("items").GetArrayLength());

        Assert.Equal(0, (await cli.RunAsync("apply", "-f", file)).Exit);
        Assert.Equal(0, (await cli.RunAsync("apply", "-f", file, "--dry-run")).Exit);
        cli.Write("fleet.yaml", ApplyTests.Fleet.Replace("[prod, eu]", "[prod]", StringComparison.Ordinal).Replace("region: eu", "zone: b", StringComparison.Ordinal)
            .Replace("driftPolicy: flag", "driftPolicy: revert", StringComparison.Ordinal).Replace("image: busybox", "image: alpine", StringComparison.Ordinal).Replace("poll: 1m", "poll: 2m", StringComparison.Ordinal));
        var changed = await cli.RunAsync("apply", "-f", file, "--dry-run");
        Assert.Equal(1, changed.Exit);
        Assert.Equal(
        [
            "publisher/shop unchanged (dry run)", "source/infra configured (dry run)", "  ~ poll: \"1m\" -> \"2m\"", "agent/edge-1 unchanged (dry run)", "stack/shop/web configured (dry run)",
            "  - annotations.region: \"eu\"", "  + annotations.zone: \"b\"", "  ~ labels: [\"eu\",\"prod\"] -> [\"prod\"]", "  ~ policies.driftPolicy: \"flag\" -> \"revert\"",
        ], changed.OutLines.Take(9));
        Assert.StartsWith("  ~ content: ", changed.OutLines[9], StringComparison.Ordinal);
        Assert.Equal("flag", (await plane.GetAsync("/api/v1/stacks/shop%2Fweb")).GetProperty("settings").GetProperty("driftPolicy").GetString());
    }

    private static string Stack(string name, string publisher = "system") => $"apiVersion: plumb/v1\nkind: Stack\nmetadata: {{ name: {name}, publisher: {publisher} }}";
}
