using Plumb.Contracts.Sources;
using Plumb.Platform.Git;
using Plumb.Platform.Processes;
using Plumb.Platform.Secrets;
using Plumb.Server.Sources;
using Plumb.TestKit;

namespace Plumb.Server.Tests.Sources;

/// <summary>Whatever of a checkout is cut short, the answer is the whole snapshot or none: never one with fewer stacks.</summary>
public sealed class CutShortTests : IDisposable
{
    private static readonly SourceSpec Spec = new() { Repository = "", Discovery = new() { Depth = 2 } };
    private static readonly string[] Whole = ["a", "b", "deep/c"];

    private readonly TempDir _data = new("plumb-cut-");
    private readonly ProcessRunner _processes = new(new SecretMask(), TimeProvider.System);

    public void Dispose()
    {
        _processes.Dispose();
        _data.Dispose();
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("half")]
    [InlineData("empty")]
    public async Task Any_object_of_the_local_copy(string damage)
    {
        using var repo = await RepositoryAsync();
        using var mirrors = new GitMirrors(_data.At("mirrors"), _processes, new SecretMask(), new GitOptions());
        Assert.Equal(Whole, await ReadAsync(mirrors, repo));
        var copy = Path.Combine(Assert.Single(Directory.GetDirectories(_data.At("mirrors"))), "repository.git");
        var pack = Assert.Single(Directory.GetFiles(copy + "/objects/pack", "*.pack"));
        File.Move(pack, _data.At("pack"));
        Array.ForEach(Directory.GetFiles(copy + "/objects/pack"), File.Delete);
        await Command.MustAsync("sh", ["-c", "git --git-dir=\"$0\" unpack-objects -q < \"$1\"", copy, _data.At("pack")]);
        await Command.MustAsync("cp", ["-a", copy, _data.At("kept")]);
        var files = Directory.GetFiles(copy + "/objects", "*", SearchOption.AllDirectories);
        Assert.True(files.Length >= 10, $"{files.Length} objects, each in a file of its own");
        var failed = 0;
        foreach (var file in files)
        {
            var bytes = await File.ReadAllBytesAsync(file);
            Damage(file, bytes, damage);
            var read = await ReadAsync(mirrors, repo);
            Assert.True(read is null || read.SequenceEqual(Whole), $"{damage} {file}: {string.Join(", ", read ?? [])}");
            failed += read is null ? 1 : 0;

            // It may have been made anew, and packed.
            await Command.MustAsync("sh", ["-c", "rm -rf \"$0\" && cp -a \"$1\" \"$0\"", copy, _data.At("kept")]);
        }

        Assert.True(failed > 0, "something was damaged indeed");
        Assert.Equal(Whole, await ReadAsync(mirrors, repo));
    }

    [Theory]
    [InlineData(137, false)]
    [InlineData(0, true)]
    public async Task Any_process_of_it_killed_or_its_answer_cut(int exitCode, bool cut)
    {
        using var repo = await RepositoryAsync();
        for (var at = 1; ; at++)
        {
            var runner = new CutRunner(_processes, at, exitCode, cut);
            using var mirrors = new GitMirrors(_data.At($"{exitCode}-{at}"), runner, new SecretMask(), new GitOptions());
            var read = await ReadAsync(mirrors, repo);
            Assert.True(read is null || read.SequenceEqual(Whole), $"process {at} of it: {string.Join(", ", read ?? [])}");
            if (!runner.HasCut)
            {
                Assert.Equal(Whole, read);
                Assert.True(at > 5, $"{at - 1} processes");
                return;
            }
        }
    }

    private static void Damage(string file, byte[] bytes, string damage)
    {
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        if (damage == "missing")
            File.Delete(file);
        else
            File.WriteAllBytes(file, damage == "half" ? bytes[..(bytes.Length / 2)] : []);
    }

    private static Task<GitRepo> RepositoryAsync() => GitRepo.CreateAsync(
        (".plumbignore", "ignored/\n"), ("ignored/compose.yaml", RefreshStage.Compose),
        ("a/compose.yaml", RefreshStage.Compose), ("b/compose.yaml", "include: [more.yaml]\n"), ("b/more.yaml", RefreshStage.Compose + "    labels: [b]\n"),
        ("deep/c/compose.yaml", RefreshStage.Compose + "    labels: [c]\n"), ("deep/c/plumb.stack.yaml", "labels: [edge]\n"));

    /// <returns>Null: it failed.</returns>
    private static async Task<IReadOnlyList<string>?> ReadAsync(GitMirrors mirrors, GitRepo repo)
    {
        var mirror = mirrors.Of(repo.Path, null).Value!;
        var revision = await mirror.LookUpAsync("main", default);
        if (!revision.Succeeded)
            return null;
        var fetched = await mirror.CheckOutAsync(revision.Value, default);
        if (!fetched.Succeeded)
            return null;
        using var checkout = fetched.Value;
        var read = await new SnapshotReader().ReadAsync(checkout, revision.Value, Spec, default);
        return read.Value?.Stacks.Select(stack => stack.Refusal is null ? stack.Path : $"{stack.Path} {stack.Refusal.Rule}").ToList();
    }

    /// <summary>Runs everything for real, and cuts one answer in two.</summary>
    private sealed class CutRunner(IProcessRunner runner, int at, int exitCode, bool cut) : IProcessRunner
    {
        private int _ran;

        public bool HasCut => _ran >= at;

        public async Task<ProcessResult> RunAsync(ProcessRequest request, CancellationToken cancellation)
        {
            var result = await runner.RunAsync(request, cancellation);
            return ++_ran == at ? result with { ExitCode = exitCode, Cut = cut, OutputBytes = result.OutputBytes[..(result.OutputBytes.Length / 2)] } : result;
        }
    }
}
