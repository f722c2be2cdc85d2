using Plumb.Contracts.Stacks;
using Plumb.Contracts.Targets;

namespace Plumb.Security.Kit;

/// <summary>What an agent is told of a stack.</summary>
internal static class Target
{
    public static TargetStack Of(string path, StackContent content, StackSettings? settings = null, string composeFile = "compose.yaml") => new()
    {
        Id = "id-" + path,
        Name = path,
        Scope = "source/main",
        Path = path,
        Driver = "compose",
        Sequence = 1,
        Checksum = content.Checksum(),
        ComposeFile = composeFile,
        Settings = settings ?? new StackSettings(),
        DriftPolicy = DriftPolicy.Revert,
        ChangePolicy = ChangePolicy.Auto,
        RemoveEnabled = false,
    };
}
