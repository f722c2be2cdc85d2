using Plumb.Compose.Cli;
using Plumb.Compose.Execute;
using Plumb.Compose.Layout;
using Plumb.Compose.Model;
using Plumb.Compose.Render;
using Plumb.Contracts.Stacks;
using Plumb.Kernel;
using Plumb.Platform.Failpoints;
using Plumb.Platform.Secrets;

namespace Plumb.Compose.Tests.Observe;

/// <summary>Observers and stacks on a real engine, in directories of their own.</summary>
public sealed class LiveWorld : IDisposable
{
    public const string Instance = "instance-1";
    private readonly RealEngine _engine;
    private readonly List<string> _projects = [];

    public LiveWorld(RealEngine engine)
    {
        _engine = engine;
        Places = new StackPlaces(Directory.At("work", "stacks"));
        Layout = new StackLayout(Places, Failpoints.None);
        Adoptions = new AdoptionStore(Directory.At("adopted"));
        Permits = new PermitStore(Directory.At("permits"));
    }

    public TempDir Directory { get; } = new();

    public StackPlaces Places { get; }

    public StackLayout Layout { get; }

    public AdoptionStore Adoptions { get; }

    public PermitStore Permits { get; }

    public DepartedStacks Departed { get; } = new();

    public static ObjectId IdOf(string project) => new("id-" + project);

    /// <summary>A spec, rendered by the real Compose, with a project of its own.</summary>
    public async Task<ComposeSpec> SpecAsync(string model, params (string Path, string Text)[] files)
    {
        var project = SharedEngine.NewProject("seen");
        _projects.Add(project);
        var content = Samples.Content([("compose.yaml", model), .. files]);
        var target = Samples.Stack(content, project, new StackSettings { Project = project });
        var preparer = new SpecPreparer(
            new StackRenderer(await World.ComposeAsync(RealCompose.Newer), Places, Directory.At("staging", project)), new RenderCache(Directory.At("render"), TimeProvider.System), Places, new SecretMask());
        var prepared = await preparer.PrepareAsync(target, content, new Ownership(Instance, target.Scope, target.Path), default);
        return Assert.IsType<Preparation.Ready>(prepared).Spec;
    }

    /// <summary>Brings it up as Plumb does, with its labels.</summary>
    public async Task UpAsync(ComposeSpec spec, params string[] services)
    {
        var named = services.Length > 0 ? services : [.. spec.Rendered!.Services.Keys];
        var cli = await World.ComposeAsync(RealCompose.Newer, _engine.Host);
        var run = await cli.UpAsync(ComposeInput.Of(spec, spec.Rendered!, named, TimeProvider.System), named, UpMode.Converge, PullPolicy.Never, TimeSpan.FromMinutes(1), default);
        Assert.True(run is ComposeRun.Succeeded, run.ToString());
    }

    public Observed Observe(string? host = null, TimeSpan? deep = null, TimeProvider? time = null) => new(this, host ?? _engine.Host, deep, time ?? TimeProvider.System);

    public void Dispose()
    {
        foreach (var project in _projects)
        {
            Remove(["ps", "-aq"], ["rm", "-fv"], project);
            Remove(["network", "ls", "-q"], ["network", "rm"], project);
        }

        Directory.Dispose();
    }

    private void Remove(string[] list, string[] remove, string project)
    {
        var ids = _engine.DockerAsync([.. list, "--filter", $"label=com.docker.compose.project={project}"]).GetAwaiter().GetResult();
        if (ids.Length > 0)
        {
            _engine.DockerAsync([.. remove, .. ids.Split('\n')]).GetAwaiter().GetResult();
        }
    }
}
