using Plumb.Agent.Checking;
using Plumb.Cli.Configuration;

namespace Plumb.Cli.Doctor;

/// <summary>The engine, and Compose.</summary>
internal static class WorldChecks
{
    public static async Task<Finding> EngineAsync(Ground ground, CancellationToken cancellation)
    {
        var answer = await WorldCheck.EngineAsync(ground.Configuration.Get(Settings.DockerHost)!, ground.Surroundings.Time, cancellation);
        return answer.Good
            ? Finding.Ok(answer.Says)
            : Finding.Fail(answer.Says, "Install and start Docker 20.10 or newer (Debian: apt-get install docker.io), let this user reach its socket, or name another with --docker-host or DOCKER_HOST.");
    }

    public static async Task<Finding> ComposeAsync(Ground ground, CancellationToken cancellation)
    {
        var binary = ground.Configuration.Get(Settings.ComposeBinary) is { } path ? Path.GetFullPath(path, ground.Surroundings.WorkingDirectory) : null;
        var answer = await WorldCheck.ComposeAsync(binary, ground.Surroundings.Home, ground.Surroundings.Environment.GetValueOrDefault("PATH"), ground.Processes, cancellation);
        return answer.Good
            ? Finding.Ok(answer.Says)
            : Finding.Fail(answer.Says, "Install the Compose v2 plugin (docker-compose-plugin; Debian 13: docker-compose), or name it with --compose-binary.");
    }
}
