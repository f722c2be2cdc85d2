using Plumb.Cli.Configuration.Kinds;

namespace Plumb.Cli.Configuration;

/// <summary>The source that the command line, the environment or plumb.yaml names.</summary>
public static partial class Settings
{
    public static Setting<string?> SourceRepository { get; } = new("source.repository", new RepositoryKind(), _ => null, "The Git repository whose stacks are kept true.")
    {
        ShortFlag = "repo",
        For = Takers.Server,
        Known = [new("GIT_REPO_URL")],
    };

    public static Setting<string?> SourceRevision { get; } = new("source.revision", new TextKind("a branch, a tag or a commit", "main"), _ => "HEAD", "The branch, tag or commit of it.")
    {
        ShortFlag = "revision",
        For = Takers.Server,
        Known = [new("GIT_REVISION")],
    };

    public static Setting<string?> SourceDirectory { get; } = new("source.directory", new DirectoryKind(), _ => ".", "The directory in it that stacks are discovered in.")
    {
        ShortFlag = "dir",
        For = Takers.Server,
        Known = [new("GIT_DEPLOY_DIR", dir => dir is ['/', .. var inner] ? $"./{inner}" : dir)],
    };

    public static Setting<string?> SourceName { get; } = new("source.name", new NameKind("infra"), _ => "main", "What the source is called.")
    {
        For = Takers.Server,
    };

    public static Setting<TimeSpan> SourcePoll { get; } = new("source.poll", new DurationKind(TimeSpan.FromSeconds(1), TimeSpan.FromHours(24), "1m"), _ => TimeSpan.FromSeconds(60), "Time between two looks for new commits.")
    {
        ShortFlag = "poll",
        For = Takers.Server,
        Known = [new("REFRESH_POLL_INTERVAL")],
    };

    public static Setting<int> SourceDepth { get; } = new("source.discovery.depth", new NumberKind(0, 16, 2), _ => 1, "How many directories deep below the deploy directory stacks are looked for.")
    {
        ShortFlag = "depth",
        For = Takers.Server,
    };

    public static Setting<bool> SourceNested { get; } = new("source.discovery.nested", new SwitchKind(), _ => false, "Stacks are also looked for below a directory that is a stack itself.")
    {
        ShortFlag = "nested",
        For = Takers.Server,
    };

    public static Setting<string?> GitToken { get; } = new("source.credentials.token", new TextKind("a token on one line", "a token of your Git host", longest: 8192), _ => null, "The token that the repository is read with.")
    {
        ShortFlag = "git-token",
        Secret = true,
        For = Takers.Server,
        Known = [new("GIT_ACCESS_TOKEN")],
    };

    public static Setting<string?> GitUsername { get; } = new("source.credentials.username", new TextKind("a user name", "x-access-token"), _ => null, "The user name that goes with the token, for hosts that want one.")
    {
        ShortFlag = "git-username",
        For = Takers.Server,
    };

    public static Setting<string?> GitSshKeyFile { get; } = new("source.credentials.sshKeyFile", new PathKind("/run/secrets/id_ed25519"), _ => null, "The private key that the repository is read with over SSH.")
    {
        ShortFlag = "ssh-key-file",
        For = Takers.Server,
    };

    public static Setting<string?> WebhookSecret { get; } = new("webhook.secret", new TextKind("a secret on one line", "what you gave your Git host", longest: 8192), _ => null, "The secret that pushes announced over a webhook are checked with; without one, webhooks are refused.")
    {
        ShortFlag = "webhook-secret",
        Secret = true,
        For = Takers.Server,
        Known = [new("WEBHOOK_SECRET")],
    };
}
