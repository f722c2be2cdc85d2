using System.Text.Json.Nodes;
using Plumb.Compose.Model;
using Plumb.Contracts.Stacks;

namespace Plumb.Compose.Execute;

/// <summary>When a service's image is pulled: as the service says in the file, else as the stack says.</summary>
internal static class ImagePolicy
{
    public static PullPolicy Of(ComposeSpec spec, RenderedStack rendered, string service) =>
        (rendered.Model["services"]?[service]?["pull_policy"] as JsonValue)?.GetValue<string>() switch
        {
            "always" => PullPolicy.Always,
            "never" or "build" => PullPolicy.Never,
            "missing" or "if_not_present" => PullPolicy.Missing,
            null => spec.Target.Settings.Pull,

            // daily, weekly, every_…: by age, which a look does not know. What is there is used.
            _ => PullPolicy.Missing,
        };
}
