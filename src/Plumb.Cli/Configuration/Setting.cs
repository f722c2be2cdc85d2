using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Plumb.Cli.Configuration.Kinds;

namespace Plumb.Cli.Configuration;

/// <summary>A name that other tools gave this setting in the environment, and how its value is meant there.</summary>
/// <param name="Meaning">From the variable's text to the setting's; null: the same.</param>
/// <param name="Expected">What is expected there, and an example, where it is not what the setting itself expects.</param>
public sealed record KnownName(string Variable, Func<string, string>? Meaning = null, string? Expected = null, string? Example = null);

/// <summary>
/// One thing that can be configured: the row that its flag, its environment variables, its key in plumb.yaml, its line
/// of <c>config show</c> and its line of the documentation are made from.
/// </summary>
public abstract class Setting
{
    private protected Setting(string key, string doc)
    {
        Key = key;
        Doc = doc;
    }

    /// <summary>In plumb.yaml, nested by its dots: <c>source.discovery.depth</c>.</summary>
    public string Key { get; }

    /// <summary>One sentence.</summary>
    public string Doc { get; }

    /// <summary>The flag's short form without its dashes; null: the key's own form.</summary>
    public string? ShortFlag { get; init; }

    public IReadOnlyList<KnownName> Known { get; init; } = [];

    /// <summary>Never shown, not taken from a flag (a process list would show it), readable from a file that is named instead.</summary>
    public bool Secret { get; init; }

    /// <summary>Which commands it is for.</summary>
    public required Takers For { get; init; }

    public abstract string Expected { get; }

    public abstract string Example { get; }

    /// <summary>What help calls its value.</summary>
    public abstract string Called { get; }

    public abstract bool Many { get; }

    public abstract bool IsSwitch { get; }

    /// <summary>Several values may stand in one flag, with commas between them; not where a value may hold a comma itself.</summary>
    public abstract bool SplitsAtCommas { get; }

    public abstract IReadOnlyList<string> Words { get; }

    /// <summary>The default as text; empty where there is none.</summary>
    public abstract IReadOnlyList<string> DefaultText(Surroundings surroundings);

    /// <summary>One of its texts as a JSON value.</summary>
    public abstract JsonNode? Node(string text);

    /// <summary>The texts in the one way they are shown; null when they are not such a value.</summary>
    public abstract IReadOnlyList<string>? Normal(IReadOnlyList<string> texts);

    /// <summary>The key as a flag without its dashes: <c>policies.driftPolicy</c> is <c>policies.drift-policy</c>.</summary>
    public string LongFlag => Dashed(Key);

    /// <summary>The form that help shows.</summary>
    public string Flag => ShortFlag ?? LongFlag;

    /// <summary>PLUMB_ variables, the one that documentation shows first.</summary>
    public IEnumerable<string> Variables => FlagForms.Select(f => "PLUMB_" + f.Replace('.', '_').Replace('-', '_').ToUpperInvariant()).Distinct(StringComparer.Ordinal);

    public IEnumerable<string> FlagForms => ShortFlag is null || ShortFlag == LongFlag ? [LongFlag] : [ShortFlag, LongFlag];

    private static string Dashed(string key)
    {
        var dashed = new StringBuilder();
        foreach (var c in key)
        {
            if (char.IsAsciiLetterUpper(c))
                dashed.Append('-');
            dashed.Append(char.ToLower(c, CultureInfo.InvariantCulture));
        }

        return dashed.ToString();
    }
}

/// <summary>The commands that a setting is for.</summary>
[Flags]
public enum Takers
{
    None = 0,
    Server = 1,
    Agent = 2,
    Client = 4,

    /// <summary>An agent that is a process of its own.</summary>
    Link = 8,
    Up = Server | Agent,
}

/// <inheritdoc/>
public sealed class Setting<T>(string key, ValueKind<T> kind, Func<Surroundings, T> fallback, string doc) : Setting(key, doc)
{
    public override string Expected => kind.Expected;

    public override string Example => kind.Example;

    public override string Called => kind.Called;

    public override bool Many => kind.Many;

    public override bool IsSwitch => kind is SwitchKind;

    public override bool SplitsAtCommas => kind is LabelsKind;

    public override IReadOnlyList<string> Words => kind.Words;

    public override IReadOnlyList<string> DefaultText(Surroundings surroundings) => kind.Write(fallback(surroundings));

    public override JsonNode? Node(string text) => kind.Node(text);

    public override IReadOnlyList<string>? Normal(IReadOnlyList<string> texts) => kind.TryRead(texts, out var value) ? kind.Write(value) : null;

    internal T Fallback(Surroundings surroundings) => fallback(surroundings);

    /// <exception cref="InvalidOperationException">The texts were not checked before.</exception>
    internal T Read(IReadOnlyList<string> texts) =>
        kind.TryRead(texts, out var value) ? value : throw new InvalidOperationException($"'{Key}' was read before it was checked.");
}
