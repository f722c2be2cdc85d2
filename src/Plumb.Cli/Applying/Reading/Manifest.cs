using System.Text.Json.Nodes;

namespace Plumb.Cli.Applying.Reading;

/// <summary>One thing as a file declares it, checked: every field is known, and has a value of its type.</summary>
/// <param name="Kind">One of <see cref="Kinds"/>.</param>
/// <param name="Name">Of a target: <c>AGENT/STACK</c>.</param>
/// <param name="Publisher">Of a stack alone; <c>system</c> where the file does not say.</param>
/// <param name="Metadata">Labels and annotations, where the file says any, as the API takes them.</param>
/// <param name="Spec">As the API takes it, content left out.</param>
/// <param name="Content">Of a stack: the body to publish; null: the file names none.</param>
/// <param name="Place"><c>FILE:LINE</c>, for messages.</param>
internal sealed record Manifest(string Kind, string Name, string? Publisher, JsonObject Metadata, JsonObject Spec, JsonObject? Content, string Place)
{
    public const string Version = "plumb/v1";

    /// <summary>In the order in which they are applied: what others name comes first.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["Publisher", "Source", "Agent", "Stack", "Target"];

    /// <summary>Kinds of the design that this version has not.</summary>
    public static IReadOnlyList<string> Later { get; } = ["Project", "Task"];

    /// <summary>As the API names kinds.</summary>
    public string Word => Kind.ToLowerInvariant();

    /// <summary>As people name it; of a stack with its publisher.</summary>
    public string FullName => Publisher is null ? Name : $"{Publisher}/{Name}";

    /// <summary>As it is printed: <c>stack/shop/web</c>.</summary>
    public string Shown => $"{Word}/{FullName}";
}
