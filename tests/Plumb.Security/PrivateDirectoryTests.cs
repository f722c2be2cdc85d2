using System.Collections.Concurrent;
using Plumb.Compose.Cli;
using Plumb.Compose.Layout;
using Plumb.Compose.Render;
using Plumb.Platform.Processes;
using Plumb.Security.Kit;
using Plumb.TestKit;

namespace Plumb.Security;

/// <summary>Advisory row 4 (CVE-2023-40026): nobody foresees where a stack is rendered, and no stack reads another's files there.</summary>
public sealed class PrivateDirectoryTests
{
    [Fact]
    public async Task Every_rendering_has_a_directory_of_its_own_that_only_we_may_enter()
    {
        using var checkout = await Checkout.CreateAsync(("a/compose.yaml", "services: { a: { image: busybox, env_file: x.env } }\n"), ("a/x.env", "SECRET=of-a\n"), ("b/compose.yaml", Checkout.Good));
        var seen = new ConcurrentQueue<(string Name, UnixFileMode Mode)>();
        using var looking = new LookingRunner(checkout.Runner, checkout.Data.At("staging"), seen);
        var cli = new ComposeCli(new ComposeBinary(await RealCompose.PathAsync(), "2.40.3"), new ComposeEnvironment { DockerHost = "unix:///nowhere/docker.sock" }, looking);
        var renderer = new StackRenderer(cli, new StackPlaces(checkout.Data.At("stacks")), checkout.Data.At("staging"));
        foreach (var path in new[] { "a", "b", "a", "b" })
        {
            var content = path == "a" ? Checkout.Content(("compose.yaml", "services: { a: { image: busybox, env_file: x.env } }"), ("x.env", "SECRET=of-a")) : Checkout.Content(("compose.yaml", Checkout.Good));
            Assert.IsType<RenderOutcome.Rendered>(await renderer.RenderAsync(Target.Of(path, content), content, default));
        }

        Assert.Equal(4, seen.Select(s => s.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.All(seen, s => Assert.Matches("^[0-9a-f]{32}$", s.Name));
        Assert.All(seen, s => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, s.Mode));
        Assert.Empty(Directory.GetFileSystemEntries(checkout.Data.At("staging")));
    }

    [Theory]
    [InlineData("env_file: ../a/x.env")]
    [InlineData("env_file: ../../a/x.env")]
    [InlineData("env_file: ../../../../../../../../../../../../../../a/x.env")]
    public async Task What_another_stack_has_is_read_only_where_it_is_shared_in_the_repository(string reach)
    {
        using var checkout = await Checkout.CreateAsync();
        var verdict = await checkout.RenderAsync("b", Checkout.Content(("compose.yaml", $"services: {{ a: {{ image: busybox, {reach} }} }}\n")));
        Assert.Equal("compose.yaml path.outside", verdict.Said);
    }

    /// <summary>What Compose made of it holds values of env files: nobody else on the machine may read it.</summary>
    [Fact]
    public async Task What_was_rendered_is_kept_for_us_alone()
    {
        using var checkout = await Checkout.CreateAsync();
        var content = Checkout.Content(("compose.yaml", "services: { a: { image: busybox, env_file: x.env } }"), ("x.env", "SECRET=canary-of-a"));
        var stack = (await checkout.RenderAsync("a", content)).Rendered!;
        var cache = new RenderCache(checkout.Data.At("rendered"), TimeProvider.System);
        cache.Keep(new string('c', 64), stack);
        var files = Directory.GetFiles(checkout.Data.At("rendered"), "*", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        Assert.All(files, f => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(f)));
    }

    private sealed class LookingRunner(IProcessRunner runner, string staging, ConcurrentQueue<(string Name, UnixFileMode Mode)> seen) : IProcessRunner, IDisposable
    {
        public Task<ProcessResult> RunAsync(ProcessRequest request, CancellationToken cancellation)
        {
            if (request.Arguments.Contains("config", StringComparer.Ordinal))
            {
                var mine = Directory.GetDirectories(staging).Single();
                seen.Enqueue((Path.GetFileName(mine), File.GetUnixFileMode(mine)));
            }

            return runner.RunAsync(request, cancellation);
        }

        public void Dispose()
        {
            // The runner is its owner's.
        }
    }
}
