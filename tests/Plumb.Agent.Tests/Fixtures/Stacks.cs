using System.Text;
using Plumb.Contracts.Stacks;
using Plumb.Contracts.Targets;

namespace Plumb.Agent.Tests.Fixtures;

/// <summary>Targets and contents as a control plane would make them.</summary>
internal static class Stacks
{
    public const string Scope = "source/infra";

    public static StackContent Content(params string[] services)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Join('\n', services));
        return new StackContent(".", [new ContentFile("compose.yaml", "100644", StackContent.BlobIdOf(bytes), bytes)]);
    }

    public static TargetStack Target(string name, StackContent content, string revision = "r1", long sequence = 1) => new()
    {
        Id = "id-" + name,
        Name = name,
        Scope = Scope,
        Path = name,
        Driver = "compose",
        Sequence = sequence,
        Checksum = content.Checksum(),
        Revision = revision,
        CommitMessage = "message of " + revision,
        ComposeFile = "compose.yaml",
        Settings = new StackSettings(),
        DriftPolicy = DriftPolicy.Revert,
        ChangePolicy = ChangePolicy.Auto,
        RemoveEnabled = true,
    };

    /// <summary>Puts a stack into what is desired, in the place of an older one.</summary>
    public static void Publish(this ControlPlane plane, TargetStack stack, StackContent content)
    {
        plane.Contents[content.Checksum()] = content;
        plane.Set(t => t with { Stacks = [.. t.Stacks.Where(s => s.Id != stack.Id), stack] });
    }

    public static void Publish(this ControlPlane plane, string name, params string[] services) =>
        plane.Publish(Target(name, Content(services)), Content(services));

    public static void Withdraw(this ControlPlane plane, string name) =>
        plane.Set(t => t with { Stacks = [.. t.Stacks.Where(s => s.Name != name)] });

    public static void Ask(this ControlPlane plane, string name, StackRequest request) => plane.Set(t => t with
    {
        Stacks = [.. t.Stacks.Select(s => s.Name == name ? s with { Requests = [.. s.Requests, request] } : s)],
    });
}
