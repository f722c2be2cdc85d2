namespace Plumb.TestKit;

/// <summary>A real local Git repository.</summary>
public sealed class GitRepo : IDisposable
{
    private static readonly Dictionary<string, string?> Environment = new(StringComparer.Ordinal)
    {
        ["GIT_CONFIG_GLOBAL"] = "/dev/null",
        ["GIT_CONFIG_NOSYSTEM"] = "1",
        ["GIT_TERMINAL_PROMPT"] = "0",
        ["GIT_AUTHOR_NAME"] = "Test",
        ["GIT_AUTHOR_EMAIL"] = "test@example.invalid",
        ["GIT_COMMITTER_NAME"] = "Test",
        ["GIT_COMMITTER_EMAIL"] = "test@example.invalid",
        ["GIT_DIR"] = null,
        ["GIT_WORK_TREE"] = null,
    };

    private readonly TempDir dir = new("plumb-git-");

    private GitRepo()
    {
    }

    /// <summary>The checkout; also what <c>--repo</c> takes.</summary>
    public string Path => dir.Path;

    /// <summary>An empty repository on branch <c>main</c>.</summary>
    public static async Task<GitRepo> CreateAsync()
    {
        var repo = new GitRepo();
        await repo.GitAsync("init", "--quiet", "--initial-branch=main");
        return repo;
    }

    /// <summary>With one first commit of these files.</summary>
    public static async Task<GitRepo> CreateAsync(params (string Path, string Content)[] files)
    {
        var repo = await CreateAsync();
        await repo.CommitAsync("first", files);
        return repo;
    }

    public async Task<string> GitAsync(params string[] arguments) =>
        (await Command.MustAsync("git", arguments, directory: Path, environment: Environment)).TrimEnd('\n');

    /// <summary>Writes into the checkout without a commit.</summary>
    public void Write(string path, string content) => dir.Write(path, content);

    public void Delete(string path)
    {
        var full = dir.At(path);
        if (Directory.Exists(full))
            Directory.Delete(full, recursive: true);
        else
            File.Delete(full);
    }

    public string Read(string path) => File.ReadAllText(dir.At(path));

    /// <summary>Writes the files, commits all that changed (or nothing), and returns the commit.</summary>
    /// <param name="message">Any text at all: it goes over standard input, verbatim.</param>
    public async Task<string> CommitAsync(string message, params (string Path, string Content)[] files)
    {
        foreach (var (path, content) in files)
            Write(path, content);
        await GitAsync("add", "--all");
        await Command.MustAsync(
            "git",
            ["commit", "--quiet", "--allow-empty", "--allow-empty-message", "--cleanup=verbatim", "--file=-"],
            input: message,
            directory: Path,
            environment: Environment);
        return await HeadAsync();
    }

    public Task<string> HeadAsync() => GitAsync("rev-parse", "HEAD");

    /// <summary>Makes the branch when it is new, and goes there.</summary>
    public async Task BranchAsync(string name)
    {
        var known = await GitAsync("branch", "--list", name);
        await (known.Length == 0 ? GitAsync("switch", "--quiet", "--create", name) : GitAsync("switch", "--quiet", name));
    }

    /// <summary>Sets (or moves) a lightweight tag.</summary>
    public Task TagAsync(string name, string at = "HEAD") => GitAsync("tag", "--force", name, at);

    /// <summary>What a force push does: the branch goes back to <paramref name="commit"/>, and the history after it is gone.</summary>
    public async Task RewriteAsync(string commit)
    {
        await GitAsync("reset", "--quiet", "--hard", commit);
        await GitAsync("reflog", "expire", "--expire=now", "--all");
        await GitAsync("gc", "--quiet", "--prune=now");
    }

    public void Dispose() => dir.Dispose();
}
