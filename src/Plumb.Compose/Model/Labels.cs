namespace Plumb.Compose.Model;

/// <summary>Labels on every container that Plumb makes. A public contract.</summary>
public static class Labels
{
    public const string Instance = "io.plumb.instance";
    public const string Scope = "io.plumb.scope";
    public const string Stack = "io.plumb.stack";
    public const string Revision = "io.plumb.revision";
    public const string CommitMessage = "io.plumb.commit-message";
    public const string ComposeHash = "io.plumb.compose-hash";
    public const string InputsHash = "io.plumb.inputs-hash";
    public const string Sequence = "io.plumb.sequence";
    public const string SyncedAt = "io.plumb.synced-at";

    /// <summary>On images that we build: what they were built from.</summary>
    public const string BuildHash = "io.plumb.build-hash";

    public const string Project = "com.docker.compose.project";
    public const string Service = "com.docker.compose.service";
    public const string Number = "com.docker.compose.container-number";
    public const string OneOff = "com.docker.compose.oneoff";
    public const string ConfigHash = "com.docker.compose.config-hash";
}
