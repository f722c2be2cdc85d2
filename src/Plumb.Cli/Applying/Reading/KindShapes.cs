using System.Text.Json.Nodes;
using Plumb.Platform.Yaml;

namespace Plumb.Cli.Applying.Reading;

/// <summary>What each kind may say.</summary>
internal static class KindShapes
{
    private static readonly Field[] Marks = [new("labels", Shapes.List(Shapes.Name)), new("annotations", Shapes.Map(Shapes.Name, Shapes.Value))];

    private static readonly Shape Policies = Shapes.Object(
        new("driftPolicy", Shapes.OneOf("revert", "flag")),
        new("changePolicy", Shapes.OneOf("auto", "flag")),
        new("remove", Shapes.Object(new Field("enabled", Shapes.Truth), new Field("volumes", Shapes.Truth))),
        new("suspend", Shapes.Truth),
        new("dependsOn", Shapes.List(Shapes.Name)),
        new("rollbackOnFailure", Shapes.Truth),
        new("repairUnhealthy", Shapes.Truth),
        new("health", Shapes.Object(new Field("timeout", Shapes.Period))),
        new("pull", Shapes.OneOf("missing", "always", "never")));

    private static readonly Shape Source = Shapes.Object(
        new("repository", Shapes.Text, Required: true),
        new("revision", Shapes.Text),
        new("directory", Shapes.Text),
        new("poll", Shapes.Period),
        new("discovery", Shapes.Object(new Field("depth", Shapes.Whole(0, 16)), new Field("nested", Shapes.Truth))),
        new("credentials", Shapes.Object(new Field("tokenFile", Shapes.Text), new Field("username", Shapes.Text), new Field("sshKeyFile", Shapes.Text))),
        new("agent", Shapes.Name));

    private static readonly Shape Stack = Shapes.Object(
        new("driver", Shapes.OneOf("compose", "kubernetes")), new("selector", Shapes.Text), new("policies", Policies), new("content", StackContents.Read));

    private static readonly Shape Target = Shapes.Object(new Field("agent", Shapes.Name, Required: true), new Field("stack", Shapes.Text, Required: true));

    public static Shape Metadata(string kind) => kind switch
    {
        "Publisher" or "Source" => Shapes.Object(new Field("name", Shapes.Name, Required: true)),
        "Agent" => Shapes.Object([new("name", Shapes.Name, Required: true), .. Marks]),
        "Stack" => Shapes.Object([new("name", Shapes.Name, Required: true), new("publisher", Shapes.Name), .. Marks]),
        "Target" => Shapes.Object(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, message: null),
    };

    public static Shape Spec(string kind) => kind switch
    {
        "Publisher" or "Agent" => Shapes.Object(),
        "Source" => Source,
        "Stack" => Stack,
        "Target" => Target,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, message: null),
    };

    /// <summary>Where a part is left out, as if it were there and empty: what is missing in it is told.</summary>
    public static JsonObject Read(Checker checker, YamlMapping root, string part, Shape shape) =>
        shape(checker, root[part] is null or YamlScalar { IsNull: true } ? new YamlMapping([], root.Line, root.Column, Tag: null) : root[part]!, part) as JsonObject ?? [];
}
