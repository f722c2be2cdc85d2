using Plumb.Platform.Yaml;

namespace Plumb.Cli.Applying;

/// <summary>One thing as a file declares it.</summary>
/// <param name="Kind">One of <see cref="Kinds"/>.</param>
/// <param name="Name">Of a target: <c>AGENT/STACK</c>, for messages alone.</param>
/// <param name="Publisher">Of a stack; null: <c>system</c>.</param>
/// <param name="Metadata">Without name and publisher: labels and annotations.</param>
/// <param name="Directory">Absolute; what paths in it are relative to.</param>
/// <param name="Place"><c>FILE:LINE</c>, for messages.</param>
internal sealed record Manifest(string Kind, string Name, string? Publisher, YamlMapping? Metadata, YamlMapping? Spec, string Directory, string Place)
{
    public const string Version = "plumb/v1";

    /// <summary>In the order in which they are applied: what others name comes first.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["Publisher", "Source", "Agent", "Stack", "Target"];

    /// <summary>As it is printed: <c>stack/shop/web</c>.</summary>
    public string Shown => $"{Kind.ToLowerInvariant()}/{(Publisher is null ? "" : $"{Publisher}/")}{Name}";
}
