namespace Plumb.Compose.Render;

/// <summary>Variables that Compose, the Docker client, or the system's loader obey: a stack's own file must not set them.</summary>
internal static class ReservedVariables
{
    private static readonly string[] Prefixes = ["COMPOSE_", "DOCKER_TLS", "BUILDX_", "BUILDKIT_", "LD_", "GODEBUG", "OTEL_"];

    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "DOCKER_HOST", "DOCKER_CONFIG", "DOCKER_CONTEXT", "DOCKER_API_VERSION", "DOCKER_CERT_PATH", "DOCKER_BUILDKIT", "PATH",
    };

    private static readonly HashSet<string> Allowed = new(StringComparer.Ordinal) { "COMPOSE_PROFILES", "COMPOSE_PROJECT_NAME" };

    public static bool Contains(string name) =>
        !Allowed.Contains(name) && (Names.Contains(name) || Prefixes.Any(p => name.StartsWith(p, StringComparison.Ordinal)));
}
