using System.Text;
using Plumb.Contracts.Stacks;
using Plumb.Contracts.Targets;
using Plumb.Server.Sources;

namespace Plumb.Server.Tests;

/// <summary>Stacks as discovery finds them.</summary>
internal static class Found
{
    public static DiscoveredStack Stack(string path, string compose = "services: { web: { image: busybox } }", StackSettings? settings = null)
    {
        var bytes = Encoding.UTF8.GetBytes(compose);
        var content = new StackContent(path, [new ContentFile($"{path}/compose.yaml", "100644", StackContent.BlobIdOf(bytes), bytes)]);
        return new DiscoveredStack(path, "compose.yaml", settings ?? new StackSettings(), content, content.Checksum(), Refusal: null);
    }

    public static DiscoveredStack Refused(string path) =>
        new(path, "compose.yaml", new StackSettings(), Content: null, Checksum: null, new Refusal("compose.yaml", "yaml.aliases", "It has more than 1,000 aliases. Write them out."));
}
