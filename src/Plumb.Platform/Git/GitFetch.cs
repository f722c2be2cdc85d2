using System.Security.Cryptography;
using System.Text;

namespace Plumb.Platform.Git;

/// <summary>Brings one revision into the local copy: that one only, and without its history.</summary>
internal sealed class GitFetch(GitCommand git, GitHome home, GitAddress address, GitOptions options)
{
    // Git cannot go on with half a pack: what was cut off begins anew. So only silence ends a fetch, and this, which no line is slow enough for.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>How to name the repository on the command line.</summary>
    public static string[] In(GitHome home) => [$"--git-dir={home.Repository}"];

    public async Task<GitAnswer<GitCommit>> RunAsync(GitRevision revision, CancellationToken cancellation)
    {
        if (revision.Commit is { } known && await CommitAsync(known, cancellation) is { Succeeded: true } here)
        {
            return here;
        }

        home.DeleteLeftovers();
        var made = await MakeAsync(revision, cancellation);
        if (!made.Succeeded)
        {
            return made.Failure;
        }

        var name = await FetchAsync(revision, cancellation);
        if (!name.Succeeded)
        {
            return name.Failure;
        }

        var commit = await CommitAsync(name.Value, cancellation);
        if (commit.Succeeded)
        {
            await TidyAsync(cancellation);
        }

        return commit;
    }

    private async Task<GitAnswer<string>> MakeAsync(GitRevision revision, CancellationToken cancellation)
    {
        if (File.Exists(Path.Combine(home.Repository, "HEAD")))
        {
            return "there";
        }

        var format = revision.Commit?.Length == 64 ? "sha256" : "sha1";
        string[] arguments = ["init", "--quiet", "--bare", "--template=", $"--object-format={format}", "--end-of-options", home.Repository];
        var made = await git.RunAsync($"Making a local copy of '{address}'", options.ReadDeadline, arguments, cancellation);
        return made.Succeeded ? "made" : made.Failure;
    }

    /// <returns>The name of what was fetched, for <c>rev-parse</c>.</returns>
    private async Task<GitAnswer<string>> FetchAsync(GitRevision revision, CancellationToken cancellation)
    {
        var wanted = revision.FullRef ?? revision.Commit;
        if (wanted is not null)
        {
            var kept = "refs/plumb/" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(wanted)))[..32];
            var one = await FetchAsync(revision, ["--depth=1"], [$"+{wanted}:{kept}"], cancellation);
            if (one.Succeeded || revision.FullRef is not null || one.Failure.Kind is not GitFailureKind.RevisionUnknown)
            {
                return one.Succeeded ? kept : one.Failure;
            }
        }

        // The host gives no single commits, or the commit is shortened: all branches and tags with their history.
        string[] everything = ["+refs/heads/*:refs/all/heads/*", "+refs/tags/*:refs/all/tags/*"];
        var all = await FetchAsync(revision, ["--depth=2147483647", "--prune"], everything, cancellation);
        return all.Succeeded ? revision.Commit ?? revision.Ref : all.Failure;
    }

    private Task<GitAnswer<Processes.ProcessResult>> FetchAsync(GitRevision revision, string[] flags, string[] refspecs, CancellationToken cancellation)
    {
        string[] arguments =
        [
            .. In(home), "fetch", "--progress", "--no-tags", "--no-write-fetch-head", "--no-auto-gc", "--no-recurse-submodules", "--force",
            .. flags, "--end-of-options", address.Text, .. refspecs,
        ];
        return git.RunAsync($"Fetching '{revision.Ref}' from '{address}'", Longest, arguments, cancellation, silence: options.FetchPatience);
    }

    private async Task<GitAnswer<GitCommit>> CommitAsync(string name, CancellationToken cancellation)
    {
        var tried = $"Reading the commit '{name}' of '{address}'";
        if (!Directory.Exists(home.Repository))
        {
            return new GitFailure(GitFailureKind.RevisionUnknown, tried, "there is no local copy yet");
        }

        string[] arguments = [.. In(home), "log", "--max-count=1", "--no-show-signature", "--no-color", "--encoding=UTF-8", "--format=%H%n%B", "--end-of-options", name + "^{commit}", "--"];
        var answer = await git.RunAsync(tried, options.ReadDeadline, arguments, cancellation);
        if (!answer.Succeeded)
        {
            return answer.Failure;
        }

        var bytes = answer.Value.OutputBytes.Span;
        var text = Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, 64 * 1024)]).Split('\n', 2);
        return new GitCommit(text[0], text.Length == 2 ? text[1].TrimEnd() : "");
    }

    /// <summary>Packs, and drops what no revision needs any more, when enough has come together.</summary>
    private async Task TidyAsync(CancellationToken cancellation)
    {
        string[] arguments = [.. In(home), "-c", "gc.auto=2000", "-c", "gc.autoPackLimit=40", "gc", "--auto", "--quiet", "--prune=now"];

        // Its failure is not the fetch's: what was fetched is there, and the next fetch tidies again.
        _ = await git.RunAsync($"Tidying the local copy of '{address}'", options.FetchPatience, arguments, cancellation);
    }
}
