using Plumb.Contracts.Stacks;
using Plumb.Platform.Processes;

namespace Plumb.Compose.Cli;

/// <summary>
/// Runs Compose: only to render and to change, never to look. Never with <c>-y</c>, and never with
/// <c>--remove-orphans</c> on <c>up</c>: Compose would remove what another stack of the same name owns.
/// </summary>
public sealed class ComposeCli
{
    private readonly ComposeBinary _binary;
    private readonly ComposeEnvironment _environment;
    private readonly IProcessRunner _processes;

    public ComposeCli(ComposeBinary binary, ComposeEnvironment environment, IProcessRunner processes)
    {
        _binary = binary;
        _environment = environment;
        _processes = processes;
    }

    public ComposeBinary Binary => _binary;

    /// <summary>Renders files to one JSON model, without an engine.</summary>
    public Task<ComposeRun> ConfigAsync(ConfigRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        return RunAsync(
            ["--ansi", "never", .. request.Arguments(), "config", "--format", "json"],
            GoRuntime.Hasten(request.Environment(), request.AsksForGoRuntime, _environment.MemoryLimit),
            request.Directory,
            input: null,
            _environment.ConfigDeadline,
            new ErrorReader(request.Project ?? "", [], NoNames),
            cancellation);
    }

    /// <summary>Brings the named services up, and no other.</summary>
    /// <param name="project">The whole rendered model, labels of ours included.</param>
    /// <param name="services">At least one; all of the model.</param>
    /// <param name="mode">What happens to containers that exist.</param>
    /// <param name="pull">Null: as each service says.</param>
    /// <param name="deadline">After it Compose is killed.</param>
    /// <param name="cancellation">Kills Compose, then throws.</param>
    public Task<ComposeRun> UpAsync(
        ComposeProject project, IReadOnlyList<string> services, UpMode mode, PullPolicy? pull, TimeSpan deadline, CancellationToken cancellation)
    {
        MustName(services);
        string[] recreate = mode switch
        {
            UpMode.Converge => [],
            UpMode.ForceRecreate => ["--force-recreate"],
            UpMode.NoRecreate => ["--no-recreate"],
            _ => throw new ArgumentOutOfRangeException(nameof(mode)),
        };
        string[] pulls = pull is { } policy ? ["--pull", Word(policy)] : [];
        return OnProjectAsync(
            project, ["up", "--detach", "--no-deps", "--no-build", "--quiet-pull", .. recreate, .. pulls, "--", .. services], services, deadline, cancellation, hasten: true);
    }

    /// <summary>Builds the images of the named services.</summary>
    public Task<ComposeRun> BuildAsync(ComposeProject project, IReadOnlyList<string> services, TimeSpan deadline, CancellationToken cancellation)
    {
        MustName(services);
        return OnProjectAsync(project, ["build", "--", .. services], services, deadline, cancellation);
    }

    /// <summary>Pulls the images of the named services. All that can be pulled are, also when it fails for some.</summary>
    /// <remarks>Compose asks the registry for a name tagged <c>latest</c> also when it is here and only missing ones are asked for.</remarks>
    /// <param name="project">The rendered model.</param>
    /// <param name="services">At least one.</param>
    /// <param name="policy">Missing or Always.</param>
    /// <param name="deadline">After it Compose is killed.</param>
    /// <param name="cancellation">Kills Compose, then throws.</param>
    public Task<ComposeRun> PullAsync(
        ComposeProject project, IReadOnlyList<string> services, PullPolicy policy, TimeSpan deadline, CancellationToken cancellation)
    {
        MustName(services);
        return OnProjectAsync(
            project, ["pull", "--ignore-pull-failures", "--ignore-buildable", "--policy", Word(policy), "--", .. services], services, deadline, cancellation);
    }

    /// <summary>Takes a project down, with everything that carries its name. The caller has made sure that all of it is ours.</summary>
    /// <param name="project">Its name.</param>
    /// <param name="volumes">Its volumes go with it.</param>
    /// <param name="deadline">After it Compose is killed.</param>
    /// <param name="cancellation">Kills Compose, then throws.</param>
    public Task<ComposeRun> DownAsync(string project, bool volumes, TimeSpan deadline, CancellationToken cancellation)
    {
        string[] flags = volumes ? ["--volumes"] : [];
        return RunAsync(
            ["-H", _environment.DockerHost, "--ansi", "never", "--progress", "plain", "--env-file", "/dev/null", "-p", project, "down", "--remove-orphans", .. flags],
            ForEngine(NoNames),
            directory: null,
            input: null,
            deadline,
            new ErrorReader(project, [], NoNames),
            cancellation);
    }

    private Task<ComposeRun> OnProjectAsync(
        ComposeProject project, string[] command, IReadOnlyList<string> services, TimeSpan deadline, CancellationToken cancellation, bool hasten = false)
    {
        var environment = ForEngine(project.Variables);
        if (hasten)
        {
            environment = GoRuntime.Hasten(environment, GoRuntime.IsNamedIn(project.Model.Span), _environment.MemoryLimit);
        }

        // The stack's own .env had its say when the model was rendered; here COMPOSE_* in it would change what is done.
        string[] arguments =
        [
            "-H", _environment.DockerHost, "--ansi", "never", "--progress", "plain", "--env-file", "/dev/null",
            "-p", project.Name, "--project-directory", project.Directory, "-f", "-", .. command,
        ];
        return RunAsync(
            arguments, environment, directory: null, project.Model, deadline, new ErrorReader(project.Name, services, project.ServiceOf), cancellation);
    }

    private async Task<ComposeRun> RunAsync(
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string> environment,
        string? directory,
        ReadOnlyMemory<byte>? input,
        TimeSpan deadline,
        ErrorReader errors,
        CancellationToken cancellation)
    {
        var request = new ProcessRequest
        {
            File = _binary.Path,
            Arguments = arguments,
            WorkingDirectory = directory,
            Environment = environment,
            Input = input,
            Deadline = deadline,
            MemoryLimit = _environment.MemoryLimit,
        };
        try
        {
            return errors.Read(await _processes.RunAsync(request, cancellation), deadline);
        }
        catch (ProcessStartException error)
        {
            return new ComposeRun.NotStarted($"{_binary.Path} cannot be started: {error.Message}");
        }
    }

    /// <summary>The engine's address is no part of it: a service that asks for <c>DOCKER_HOST</c> without a value must not get ours.</summary>
    private Dictionary<string, string> ForEngine(IReadOnlyDictionary<string, string> variables)
    {
        var environment = new Dictionary<string, string>(variables, StringComparer.Ordinal);
        if (_environment.Home is { } home)
        {
            environment["HOME"] = home;
        }

        if (_environment.DockerConfig is { } config)
        {
            environment["DOCKER_CONFIG"] = config;
        }

        return environment;
    }

    private static void MustName(IReadOnlyList<string> services)
    {
        if (services.Count == 0)
        {
            throw new ArgumentException("At least one service: without a name Compose means all.", nameof(services));
        }
    }

    private static string Word(PullPolicy policy) => policy switch
    {
        PullPolicy.Missing => "missing",
        PullPolicy.Always => "always",
        PullPolicy.Never => "never",
        _ => throw new ArgumentOutOfRangeException(nameof(policy)),
    };

    private static readonly Dictionary<string, string> NoNames = new(StringComparer.Ordinal);
}
