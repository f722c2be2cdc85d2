namespace Plumb.Compose.Cli;

/// <summary>A rendering of files to one model.</summary>
public sealed record ConfigRequest
{
    /// <summary>Absolute: the directory of the first file, against which relative paths count.</summary>
    public required string Directory { get; init; }

    /// <summary>Absolute, in order; at least one.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Null: as the files say, else the directory's name.</summary>
    public string? Project { get; init; }

    public IReadOnlyList<string> Profiles { get; init; } = [];

    /// <summary>Absolute, in order; empty: a <c>.env</c> in the directory, if there is one.</summary>
    public IReadOnlyList<string> EnvFiles { get; init; } = [];

    /// <summary>The only values that <c>${…}</c> sees besides env files; they win over these.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Something of the stack names variables of Go's runtime: what it gets for them must be its own. Default true: nobody looked.</summary>
    public bool AsksForGoRuntime { get; init; } = true;

    internal IEnumerable<string> Arguments()
    {
        foreach (var file in EnvFiles)
        {
            yield return "--env-file";
            yield return file;
        }

        foreach (var profile in Profiles)
        {
            yield return "--profile";
            yield return profile;
        }

        if (Project is not null)
        {
            yield return "-p";
            yield return Project;
        }

        yield return "--project-directory";
        yield return Directory;
        foreach (var file in Files)
        {
            yield return "-f";
            yield return file;
        }
    }

    /// <summary>
    /// The declared variables, and what keeps Compose from reaching out: includes from Git and registries are
    /// fetched while rendering otherwise.
    /// </summary>
    internal Dictionary<string, string> Environment()
    {
        var environment = new Dictionary<string, string>(Variables, StringComparer.Ordinal)
        {
            // Given, or the runner gives one, and ${PATH} would see it.
            ["PATH"] = "",
            ["COMPOSE_EXPERIMENTAL_GIT_REMOTE"] = "false",
            ["COMPOSE_EXPERIMENTAL_OCI_REMOTE"] = "false",
        };
        return environment;
    }
}
