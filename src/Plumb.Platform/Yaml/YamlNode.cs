namespace Plumb.Platform.Yaml;

/// <summary>A part of a YAML document. Immutable; an alias is the very node that its anchor names.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Tag">Such as <c>!reset</c>; null: none was written.</param>
public abstract record YamlNode(int Line, int Column, string? Tag)
{
    /// <summary>Such as <c>a list</c>, for messages.</summary>
    public abstract string Kind { get; }
}

/// <param name="Value">As text; escapes resolved.</param>
/// <param name="Plain">Written without quotes, so YAML may take it for a number, a truth value or null.</param>
public sealed record YamlScalar(string Value, bool Plain, int Line, int Column, string? Tag) : YamlNode(Line, Column, Tag)
{
    public override string Kind => "a single value";

    /// <summary>Nothing, <c>~</c> or <c>null</c>, without quotes.</summary>
    public bool IsNull => Plain && Value is ("" or "~" or "null" or "Null" or "NULL");
}

public sealed record YamlSequence(IReadOnlyList<YamlNode> Items, int Line, int Column, string? Tag) : YamlNode(Line, Column, Tag)
{
    public override string Kind => "a list";
}
