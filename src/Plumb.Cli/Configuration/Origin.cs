namespace Plumb.Cli.Configuration;

/// <summary>Where a value came from.</summary>
/// <param name="Layer"><c>flag</c>, <c>environment</c>, <c>file</c> or <c>default</c>.</param>
/// <param name="Where">The flag, the variable, or file and line; empty for a default.</param>
public sealed record Origin(string Layer, string Where)
{
    public static Origin Default { get; } = new("default", "");

    public static Origin Flag(string flag) => new("flag", flag);

    public static Origin Variable(string name) => new("environment", name);

    public static Origin File(string path, int line) => new("file", $"{path}:{line}");

    public override string ToString() => Where.Length == 0 ? Layer : Where;
}

/// <summary>A value as text, with where it came from.</summary>
/// <param name="Name">The name of another tool that it was given under, whose meaning is in the texts already.</param>
/// <param name="Said">What stood there before that.</param>
public sealed record Given(Setting Setting, IReadOnlyList<string> Texts, Origin From, KnownName? Name = null, string? Said = null);
