using Plumb.Compose.Model;

namespace Plumb.Compose.Cli;

/// <summary>What a run of Compose is about.</summary>
public sealed record ComposeProject
{
    public required string Name { get; init; }

    /// <summary>Absolute; Compose writes it in a label and reads nothing there: the model's paths are absolute.</summary>
    public required string Directory { get; init; }

    /// <summary>The rendered model as JSON, <c>$</c> doubled; given on standard input.</summary>
    public required ReadOnlyMemory<byte> Model { get; init; }

    /// <summary>Image names and fixed container names to service, to tell whose an error is.</summary>
    public IReadOnlyDictionary<string, string> ServiceOf { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Variables that configs and secrets are made of. Secret.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <param name="stack">The rendered stack.</param>
    /// <param name="model">Its model with our labels.</param>
    public static ComposeProject Of(RenderedStack stack, ReadOnlyMemory<byte> model)
    {
        ArgumentNullException.ThrowIfNull(stack);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var service in stack.Services.Values)
        {
            if (service.Image is { } image)
            {
                names.TryAdd(image, service.Name);
            }

            if (stack.Model["services"]?[service.Name]?["container_name"] is { } name)
            {
                names[name.GetValue<string>()] = service.Name;
            }
        }

        return new ComposeProject { Name = stack.Project, Directory = stack.Directory, Model = model, ServiceOf = names, Variables = stack.Variables };
    }
}

/// <summary>What happens to containers that exist.</summary>
public enum UpMode
{
    /// <summary>Those whose configuration Compose finds changed are made anew.</summary>
    Converge,

    /// <summary>All are made anew.</summary>
    ForceRecreate,

    /// <summary>None is made anew: missing ones are made, stopped ones started.</summary>
    NoRecreate,
}

/// <summary>Where and with what Compose runs. Everything else of the environment is empty.</summary>
public sealed record ComposeEnvironment
{
    /// <summary>As <c>DOCKER_HOST</c> has it.</summary>
    public required string DockerHost { get; init; }

    /// <summary>Where <c>.docker/config.json</c> with registry credentials is; null: none.</summary>
    public string? Home { get; init; }

    /// <summary>Directory of <c>config.json</c>; null: below <see cref="Home"/>.</summary>
    public string? DockerConfig { get; init; }

    /// <summary>Bytes of memory that a run may take. Default 1 GiB: a small file can make Compose ask for all there is.</summary>
    public long MemoryLimit { get; init; } = 1024L * 1024 * 1024;

    /// <summary>How long rendering may take. Default 30 s.</summary>
    public TimeSpan ConfigDeadline { get; init; } = TimeSpan.FromSeconds(30);
}
