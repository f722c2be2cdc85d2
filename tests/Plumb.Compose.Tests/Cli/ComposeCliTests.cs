using System.Text;
using Plumb.Compose.Cli;
using Plumb.Contracts.Stacks;

namespace Plumb.Compose.Tests.Cli;

public sealed class ComposeCliTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);
    private readonly RealEngine _engine = shared.Engine;

    public static TheoryData<string> Versions => [RealCompose.Older, RealCompose.Newer];

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Brings_up_only_the_named_services_from_a_model_without_files(string version)
    {
        var cli = await World.ComposeAsync(version, _engine.Host);
        var project = Project("""{"services":{"a":{"image":"busybox","command":["sleep","9$$9"]},"b":{"image":"busybox","command":["sleep","99"]}}}""");
        Assert.IsType<ComposeRun.Succeeded>(await cli.UpAsync(project, ["a"], UpMode.Converge, PullPolicy.Never, Deadline, default));
        var names = await _engine.DockerAsync("ps", "-a", "--filter", $"label=com.docker.compose.project={project.Name}", "--format", "{{.Names}}");
        Assert.Equal($"{project.Name}-a-1", names);
        Assert.Equal("[9$9]", await _engine.DockerAsync("inspect", "-f", "{{.Args}}", $"{project.Name}-a-1"));

        Assert.IsType<ComposeRun.Succeeded>(await cli.DownAsync(project.Name, volumes: false, Deadline, default));
        Assert.Empty(await _engine.DockerAsync("ps", "-aq", "--filter", $"label=com.docker.compose.project={project.Name}"));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_service_that_cannot_start_is_named(string version)
    {
        var cli = await World.ComposeAsync(version, _engine.Host);
        var project = Project("""{"services":{"a-x":{"image":"busybox","command":["nosuch"]},"b":{"image":"busybox","command":["sleep","99"]}}}""");
        var failed = Assert.IsType<ComposeRun.Failed>(await cli.UpAsync(project, ["a-x", "b"], UpMode.Converge, PullPolicy.Never, Deadline, default));
        var error = Assert.Single(failed.Errors);
        Assert.Equal("a-x", error.Service);
        Assert.Contains("nosuch", error.Message, StringComparison.Ordinal);
        await cli.DownAsync(project.Name, volumes: false, Deadline, default);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Images_that_cannot_be_pulled_are_told_one_by_one(string version)
    {
        var cli = await World.ComposeAsync(version, _engine.Host);
        var project = Project("""{"services":{"a":{"image":"nosuch.invalid/a:1"},"b":{"image":"plumb/web:1"},"c":{"image":"nosuch.invalid/c:1"}}}""");
        var failed = Assert.IsType<ComposeRun.Failed>(await cli.PullAsync(project, ["a", "b", "c"], PullPolicy.Missing, Deadline, default));
        Assert.Equal(["a", "c"], failed.Errors.Select(e => e.Service).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Builds_and_names_the_service_whose_build_fails(string version)
    {
        using var directory = new TempDir();
        directory.Write("good/Dockerfile", "FROM busybox\nCOPY Dockerfile /f\n");
        directory.Write("bad/Dockerfile", "FROM busybox\nRUN false\n");
        var cli = await World.ComposeAsync(version, _engine.Host);
        var project = Project(
            """{"services":{"good":{"build":{"context":"DIR/good"}},"bad":{"build":{"context":"DIR/bad"}}}}""".Replace("DIR", directory.Path, StringComparison.Ordinal));
        Assert.IsType<ComposeRun.Succeeded>(await cli.BuildAsync(project, ["good"], Deadline, default));
        Assert.StartsWith("sha256:", await _engine.DockerAsync("image", "inspect", "-f", "{{.Id}}", $"{project.Name}-good"), StringComparison.Ordinal);
        var failed = Assert.IsType<ComposeRun.Failed>(await cli.BuildAsync(project, ["bad"], Deadline, default));
        Assert.Equal("bad", Assert.Single(failed.Errors).Service);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task An_engine_that_is_away_is_unreachable(string version)
    {
        var cli = await World.ComposeAsync(version, "unix:///nonexistent/docker.sock");
        var project = Project("""{"services":{"a":{"image":"busybox"}}}""");
        Assert.IsType<ComposeRun.Unreachable>(await cli.UpAsync(project, ["a"], UpMode.Converge, pull: null, Deadline, default));
        Assert.IsType<ComposeRun.Unreachable>(await cli.DownAsync(project.Name, volumes: false, Deadline, default));
    }

    [Fact]
    public async Task Refuses_to_run_without_naming_a_service()
    {
        var cli = await World.ComposeAsync(RealCompose.Newer, _engine.Host);
        await Assert.ThrowsAsync<ArgumentException>(() => cli.UpAsync(Project("{}"), [], UpMode.Converge, pull: null, Deadline, default));
    }

    private static ComposeProject Project(string model) => new()
    {
        Name = SharedEngine.NewProject("cli"),
        Directory = "/nonexistent/plumb/work/stacks/x",
        Model = Encoding.UTF8.GetBytes(model),
    };
}
