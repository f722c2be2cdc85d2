using Plumb.Cli.Client;

namespace Plumb.Cli.Doctor;

/// <summary>The control plane that commands here would ask.</summary>
internal static class ControlPlaneCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static async Task<Finding> RunAsync(Ground ground, CancellationToken cancellation)
    {
        try
        {
            var endpoint = new EndpointFinder(ground.Surroundings, new(Data: ground.Configuration.DataDirectory)).Find();
            using var api = new ApiClient(endpoint, Patience);
            var version = await api.GetAsync("ask the control plane", "version", ClientJson.Reading.VersionView, cancellation);
            var ready = await api.GetAsync("ask the control plane", "readyz", ClientJson.Reading.ReadyView, cancellation);
            var wrong = ready.Value.Checks.Where(c => !c.Good).Select(c => $"{c.Name}: {c.Why}").ToList();
            return wrong.Count == 0
                ? Finding.Ok($"Plumb {version.Value.Version} at {endpoint.Shown}{(endpoint.Token is null ? ", without a key: reading only" : "")}")
                : Finding.Fail($"{endpoint.Shown} is not ready: {string.Join("; ", wrong)}", "See its log.");
        }
        catch (CommandException error)
        {
            return Finding.Warn(error.Message, error.Mend ?? "Start one with 'plumb up'.");
        }
    }
}
