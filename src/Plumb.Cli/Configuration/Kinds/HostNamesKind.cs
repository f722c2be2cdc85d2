namespace Plumb.Cli.Configuration.Kinds;

/// <summary>A set of host names.</summary>
public sealed class HostNamesKind : ValueKind<IReadOnlyList<string>>
{
    public override string Expected => "host names without ports";

    public override string Called => "NAME";

    public override string Example => "plumb.example.org";

    public override bool Many => true;

    public override bool TryRead(IReadOnlyList<string> texts, out IReadOnlyList<string> value)
    {
        value = [.. texts.Distinct(StringComparer.OrdinalIgnoreCase)];
        return value.All(name => Uri.CheckHostName(name) != UriHostNameType.Unknown);
    }

    public override IReadOnlyList<string> Write(IReadOnlyList<string> value) => value;
}
