using Plumb.Compose.Cli;
using Plumb.Compose.Layout;
using Plumb.Compose.Model;
using Plumb.Compose.Render;
using Plumb.Contracts.Sources;
using Plumb.Contracts.Stacks;
using Plumb.Contracts.Targets;
using Plumb.Platform.Git;
using Plumb.Platform.Processes;
using Plumb.Platform.Secrets;
using Plumb.Platform.Tests.Git;
using Plumb.Server.Sources;
using Plumb.TestKit;

namespace Plumb.Security.Kit;

/// <summary>What became of one stack of a repository.</summary>
/// <param name="Refusal">By whom it was refused first; null: it is good.</param>
/// <param name="Content">What the source takes of it; null: the source refused it.</param>
/// <param name="Rendered">What Compose made of it.</param>
internal sealed record Verdict(Refusal? Refusal, StackContent? Content, RenderedStack? Rendered)
{
    /// <summary>File and rule, as people are told.</summary>
    public string Said => Refusal is null ? "good" : $"{Refusal.File} {Refusal.Rule}";
}

/// <summary>A real repository, read by the shipping source and rendered by the shipping preparer with the real Compose.</summary>
internal sealed class Checkout : IDisposable
{
    public const string Good = "services: { a: { image: busybox } }\n";

    private readonly SnapshotReader _reader = new();
    private readonly SecretMask _mask = new();

    private Checkout(GitRepo repo)
    {
        Git = repo;
        Runner = new CountingRunner(new ProcessRunner(_mask, TimeProvider.System));
        Mirrors = new GitMirrors(Data.At("git"), Runner, _mask, new GitOptions());
    }

    public TempDir Data { get; } = new("plumb-security-");

    public GitRepo Git { get; }

    /// <summary>All processes that were started.</summary>
    public CountingRunner Runner { get; }

    public GitMirrors Mirrors { get; }

    public static async Task<Checkout> CreateAsync(params (string Path, string Content)[] files) => new(await GitRepo.CreateAsync(files));

    public void Link(string path, string target)
    {
        var full = Path.Combine(Git.Path, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.CreateSymbolicLink(full, target);
    }

    /// <summary>Commits what lies there, and judges every stack of it.</summary>
    public async Task<IReadOnlyDictionary<string, Verdict>> JudgeAsync()
    {
        await Git.CommitAsync("change");
        return await JudgeHeadAsync();
    }

    /// <summary>Judges every stack as it is committed.</summary>
    public async Task<IReadOnlyDictionary<string, Verdict>> JudgeHeadAsync()
    {
        var spec = new SourceSpec { Repository = Git.Path, Revision = "main" };
        var mirror = Must(Mirrors.Of(spec.Repository, null));
        var revision = Must(await mirror.LookUpAsync(spec.Revision, default));
        SourceSnapshot snapshot;
        using (var checkout = Must(await mirror.CheckOutAsync(revision, default)))
            snapshot = Must(await _reader.ReadAsync(checkout, revision, spec, default));
        var verdicts = new Dictionary<string, Verdict>(StringComparer.Ordinal);
        foreach (var stack in snapshot.Stacks)
            verdicts[stack.Path] = stack.Content is null ? new(stack.Refusal, null, null) : await RenderAsync(stack.Path, stack.Content, stack.Settings, stack.ComposeFile!);
        return verdicts;
    }

    /// <summary>The only stack's verdict.</summary>
    public async Task<Verdict> OneAsync() => Assert.Single(await JudgeAsync()).Value;

    /// <summary>As an agent takes content, whoever sent it: nothing was checked before.</summary>
    public async Task<Verdict> RenderAsync(string path, StackContent content, StackSettings? settings = null, string composeFile = "compose.yaml")
    {
        var outcome = await (await RendererAsync()).RenderAsync(Target.Of(path, content, settings, composeFile), content, default);
        return outcome switch
        {
            RenderOutcome.Rendered ok => new(null, content, ok.Stack),
            RenderOutcome.Refused refused => new(refused.Refusal, content, null),
            _ => throw new InvalidOperationException(outcome.ToString()),
        };
    }

    public async Task<StackRenderer> RendererAsync() => new(
        new ComposeCli(await BinaryAsync(), new ComposeEnvironment { DockerHost = "unix:///nowhere/docker.sock" }, Runner), new StackPlaces(Data.At("stacks")), Data.At("staging"));

    public void Dispose()
    {
        Mirrors.Dispose();
        Runner.Dispose();
        Git.Dispose();
        Data.Dispose();
    }

    public static T Must<T>(GitAnswer<T> answer)
        where T : class => answer.Succeeded ? answer.Value : throw new InvalidOperationException(answer.Failure.ToString());

    /// <summary>Content that came some other way than through a source.</summary>
    public static StackContent Content(params (string Path, string Text)[] files) => new(
        ".", [.. files.Select(f => (f.Path, Bytes: System.Text.Encoding.UTF8.GetBytes(f.Text))).Select(f => new ContentFile(f.Path, "100644", StackContent.BlobIdOf(f.Bytes), f.Bytes)).OrderBy(f => f.Path, StringComparer.Ordinal)]);

    private async Task<ComposeBinary> BinaryAsync() =>
        await ComposeBinary.FindAsync(await RealCompose.PathAsync(), home: null, searchPath: null, Runner, default) is ComposeSearch.Found { Binary: var found }
            ? found
            : throw new InvalidOperationException("no Compose");
}
