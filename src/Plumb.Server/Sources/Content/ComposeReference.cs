namespace Plumb.Server.Sources.Content;

/// <summary>What a compose file reaches for.</summary>
internal enum ReferenceKind
{
    /// <summary>Another compose file whose service is taken over.</summary>
    Extends,

    EnvFile,
    LabelFile,
    Config,
    Secret,

    /// <summary>A directory, all of which is sent to the builder.</summary>
    BuildContext,

    /// <summary>Read while an image is built: its words may end in an error.</summary>
    Dockerfile,

    /// <summary>A file or directory that a container sees.</summary>
    BindMount,
}

/// <summary>One path that a compose file names.</summary>
/// <param name="Key">Such as <c>services.web.env_file</c>, for messages.</param>
/// <param name="Text">As written: variables are not replaced yet.</param>
/// <param name="Line">From 1.</param>
internal sealed record ComposeReference(ReferenceKind Kind, string Key, string Text, int Line);

/// <summary>One entry of <c>include</c>.</summary>
/// <param name="ProjectDirectory">Null: the directory of the first file.</param>
/// <param name="EnvFiles">Empty: a <c>.env</c> of that directory.</param>
internal sealed record ComposeInclude(IReadOnlyList<string> Files, string? ProjectDirectory, IReadOnlyList<string> EnvFiles, int Line);

/// <summary>All that the documents of one compose file name.</summary>
internal sealed record ComposeReferences(IReadOnlyList<ComposeInclude> Includes, IReadOnlyList<ComposeReference> Paths);
