using Plumb.EndToEnd.Stage;
using Plumb.TestKit;

namespace Plumb.EndToEnd.Features;

public sealed class RootStackTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    [Fact]
    public async Task A_stack_at_the_deploy_directory_itself_has_the_path_dot_and_the_sources_name_as_project()
    {
        var project = SharedEngine.NewProject("root");
        await using var scene = await Scene.CreateAsync(shared.Engine, ("compose.yaml", """
            services:
              web:
                image: plumb/web:1
                command: sleep 600
                volumes: ["./page.txt:/srv/page.txt:ro"]
            """), ("page.txt", "at the root\n"));

        await scene.StartAsync(["--source.name", project]);

        await scene.RecordAsync(".", record => record.Status == Contracts.Stacks.StackStatus.Synced, "synced");
        Assert.Equal("running", Assert.Single(await scene.ContainersAsync(project)).State);
        Assert.Equal("at the root", await scene.Engine.DockerAsync("exec", $"{project}-web-1", "cat", "/srv/page.txt"));
        var decisions = (await scene.DecisionsAsync()).Count;
        for (var sweep = 0; sweep < 10; sweep++)
            await scene.MustAsync("sync", ".");
        Assert.Equal(decisions, (await scene.DecisionsAsync()).Count);
    }
}
