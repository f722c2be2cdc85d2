using System.Text.Json;
using Plumb.Contracts.Json;
using Plumb.Contracts.Notices;
using Plumb.EndToEnd.Stage;
using Plumb.TestKit;

namespace Plumb.EndToEnd.Notices;

/// <summary>Plumb with a receiver of its notices, and an engine that is away until it is let come.</summary>
internal sealed class NoticeStage : IAsyncDisposable
{
    private readonly TempDir directory = new("plumb-notices-");
    private readonly GitRepo repo;
    private PlumbProcess? plumb;

    private NoticeStage(GitRepo repo) => this.repo = repo;

    public WebhookReceiver Receiver { get; } = new();

    public Dictionary<string, string?> Environment { get; } = new(StringComparer.Ordinal);

    public PlumbProcess Plumb => plumb ?? throw new InvalidOperationException("Start Plumb first.");

    public static async Task<NoticeStage> CreateAsync() =>
        new(await GitRepo.CreateAsync(("notices/compose.yaml", "services: { web: { image: plumb/web:1, command: sleep 600 } }\n")));

    public string At(string name) => directory.At(name);

    public void LetEngineCome(RealEngine engine) => File.CreateSymbolicLink(At("engine.sock"), engine.Host["unix://".Length..]);

    public async Task StartAsync(string? failpoint = null)
    {
        if (plumb is not null)
            await plumb.DisposeAsync();
        var entries = new Dictionary<string, string?>(Environment, StringComparer.Ordinal)
        {
            ["DOCKER_HOST"] = null,
            ["HOME"] = directory.Path,
            ["XDG_RUNTIME_DIR"] = directory.Path,
            ["PLUMB_FAILPOINT"] = failpoint,
            ["PLUMB_NOTIFY_WEBHOOK_URL"] = Receiver.Address,
            ["PLUMB_NOTIFY_WEBHOOK_SECRET_FILE"] = directory.Write("secret", WebhookReceiver.Secret + "\n"),
            ["PLUMB_NOTIFY_GATHER"] = "0s",
        };
        string[] arguments =
        [
            "up", "--repo", repo.Path, "--revision", "main", "--data", At("data"), "--listen", "127.0.0.1:0", "--interval", "1s",
            "--docker-host", $"unix://{At("engine.sock")}", "--compose-binary", await RealCompose.PathAsync(), "--log.format", "json",
        ];
        plumb = await PlumbProcess.StartAsync(arguments, entries, At("plumb.log"), System.Environment.IsPrivilegedProcess ? "/run/plumb" : At("plumb"));
    }

    /// <summary>The <c>plumb</c> command, as a person on the same machine runs it.</summary>
    public Task<CommandResult> CliAsync(params string[] arguments) => Command.RunAsync(
        BuiltProgram.Path,
        arguments,
        environment: new Dictionary<string, string?>(StringComparer.Ordinal) { ["NO_COLOR"] = "1", ["HOME"] = directory.Path, ["PLUMB_SERVER"] = Plumb.Address.ToString(), ["PLUMB_DATA"] = At("data") });

    public async Task<IReadOnlyList<NoticeView>> NoticesAsync()
    {
        var listed = await CliAsync("notices", "-o", "json");
        Assert.True(listed.ExitCode == 0, listed.ToString());
        return JsonSerializer.Deserialize(listed.Output, PlumbJson.Default.PageNoticeView)!.Items;
    }

    public Task<IReadOnlyList<NoticeView>> SeesAsync(Func<IReadOnlyList<NoticeView>, bool> as_, string what) => Wait.ForAsync(
        async () => await NoticesAsync() is var now && as_(now) ? now : null,
        Scene.Patience,
        () => $"{what}. Its log:\n{Plumb.Log}");

    public async ValueTask DisposeAsync()
    {
        if (plumb is not null)
            await plumb.DisposeAsync();
        Receiver.Dispose();
        repo.Dispose();
        directory.Dispose();
    }
}
