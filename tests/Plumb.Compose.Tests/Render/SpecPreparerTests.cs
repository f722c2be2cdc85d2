using Plumb.Compose.Cli;
using Plumb.Compose.Layout;
using Plumb.Compose.Model;
using Plumb.Compose.Render;
using Plumb.Contracts.Stacks;
using Plumb.Contracts.Targets;
using Plumb.Platform.Secrets;

namespace Plumb.Compose.Tests.Render;

public sealed class SpecPreparerTests : IDisposable
{
    private static readonly StackContent Content = Samples.Content(("compose.yaml", "services: { a: { image: busybox, environment: { DB_PASSWORD: hunter22 } } }"));
    private static readonly Ownership Owner = new("instance", "source/infra", "web");
    private readonly TempDir _directory = new();
    private readonly SecretMask _mask = new();

    public void Dispose() => _directory.Dispose();

    private async Task<SpecPreparer> PreparerAsync(bool withCompose = true)
    {
        var places = new StackPlaces(Samples.Places);
        var compose = withCompose
            ? await World.ComposeAsync(RealCompose.Newer)
            : new ComposeCli(new ComposeBinary("/nonexistent/docker-compose", "2.40.3"), new ComposeEnvironment { DockerHost = "unix:///x" }, World.Processes);
        return new SpecPreparer(
            new StackRenderer(compose, places, _directory.At("staging")), new RenderCache(_directory.At("render"), TimeProvider.System), places, _mask);
    }

    private static ComposeSpec Spec(Preparation preparation) => Assert.IsType<Preparation.Ready>(preparation).Spec;

    [Fact]
    public async Task A_restart_renders_nothing_and_gives_the_same()
    {
        var stack = Samples.Stack(Content);
        var first = Spec(await (await PreparerAsync()).PrepareAsync(stack, Content, Owner, default));
        var again = Spec(await (await PreparerAsync(withCompose: false)).PrepareAsync(stack, content: null, Owner, default));
        Assert.Equal(first.Fingerprint, again.Fingerprint);
        Assert.Equal(first.Rendered!.ComposeHash, again.Rendered!.ComposeHash);
        Assert.Equal(first.Rendered.Model.ToJsonString(), again.Rendered.Model.ToJsonString());
        Assert.Equal(first.Rendered.Services["a"].InputsHash, again.Rendered.Services["a"].InputsHash);
        Assert.Equal(first.Rendered.Services["a"].Settings, again.Rendered.Services["a"].Settings);
        Assert.Equal(first.Rendered.Waves, again.Rendered.Waves);
    }

    [Fact]
    public async Task What_is_kept_only_we_may_read()
    {
        await (await PreparerAsync()).PrepareAsync(Samples.Stack(Content), Content, Owner, default);
        var kept = Assert.Single(Directory.EnumerateFiles(_directory.At("render")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(kept));
    }

    [Fact]
    public async Task A_kept_file_that_cannot_be_read_is_made_again()
    {
        var stack = Samples.Stack(Content);
        await (await PreparerAsync()).PrepareAsync(stack, Content, Owner, default);
        var kept = Assert.Single(Directory.EnumerateFiles(_directory.At("render")));
        File.WriteAllText(kept, "{\"Project\":");
        Assert.NotNull(Spec(await (await PreparerAsync()).PrepareAsync(stack, Content, Owner, default)).Rendered);
        Assert.NotNull(Spec(await (await PreparerAsync(withCompose: false)).PrepareAsync(stack, Content, Owner, default)).Rendered);
    }

    [Fact]
    public async Task Secrets_of_the_stack_are_masked_from_then_on()
    {
        await (await PreparerAsync()).PrepareAsync(Samples.Stack(Content), Content, Owner, default);
        Assert.Equal("the engine said ***", _mask.Mask("the engine said hunter22"));
    }

    [Fact]
    public async Task A_refusal_is_part_of_the_spec()
    {
        var wrong = Samples.Content(("compose.yaml", "services: 1"));
        var spec = Spec(await (await PreparerAsync()).PrepareAsync(Samples.Stack(wrong), wrong, Owner, default));
        Assert.Null(spec.Rendered);
        Assert.Equal("compose.invalid", spec.Refusal!.Rule);
        Assert.Equal("web", spec.Project);
    }

    [Fact]
    public async Task What_the_source_refused_stays_refused()
    {
        var refusal = new Refusal("compose.yaml", "yaml.depth", "too deep");
        var stack = Samples.Stack(Content) with { Checksum = null, Refusal = refusal };
        Assert.Equal(refusal, Spec(await (await PreparerAsync()).PrepareAsync(stack, content: null, Owner, default)).Refusal);
    }

    [Fact]
    public async Task What_is_not_the_stacks_fault_is_to_be_tried_again()
    {
        Assert.IsType<Preparation.NotNow>(await (await PreparerAsync(withCompose: false)).PrepareAsync(Samples.Stack(Content), Content, Owner, default));
        Assert.IsType<Preparation.NotNow>(await (await PreparerAsync()).PrepareAsync(Samples.Stack(Content), content: null, Owner, default));
    }

    [Fact]
    public async Task The_fingerprint_is_of_what_is_desired_and_of_nothing_else()
    {
        var preparer = await PreparerAsync();
        var stack = Samples.Stack(Content);
        var before = await FingerprintAsync(stack);
        Assert.Equal(before, await FingerprintAsync(stack with { Sequence = 9, Revision = "r2", CommitMessage = "m", Suspended = true, DriftPolicy = DriftPolicy.Flag }));
        Assert.NotEqual(before, await FingerprintAsync(stack with { Stopped = true }));
        Assert.NotEqual(before, await FingerprintAsync(stack with { Settings = stack.Settings with { Profiles = ["x"] } }));
        Assert.NotEqual(before, await FingerprintAsync(stack with { Settings = stack.Settings with { Pull = PullPolicy.Always } }));

        async Task<string> FingerprintAsync(TargetStack target) => Spec(await preparer.PrepareAsync(target, Content, Owner, default)).Fingerprint;
    }

    [Fact]
    public async Task A_full_disk_does_not_keep_a_stack_from_being_prepared()
    {
        _directory.Write("render", "not a directory");
        var places = new StackPlaces(Samples.Places);
        var cache = new RenderCache(_directory.At("render"), TimeProvider.System);
        var preparer = new SpecPreparer(new StackRenderer(await World.ComposeAsync(RealCompose.Newer), places, _directory.At("staging")), cache, places, _mask);
        Assert.NotNull(Spec(await preparer.PrepareAsync(Samples.Stack(Content), Content, Owner, default)).Rendered);
        Assert.NotNull(cache.Problem);
    }
}
