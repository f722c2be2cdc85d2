using System.Text.Json.Nodes;

namespace Plumb.Cli.Configuration.Kinds;

/// <summary>A kind of value: how it is read from text, written as text, and described to who got it wrong.</summary>
public abstract class ValueKind<T>
{
    /// <summary>Completes "must be …".</summary>
    public abstract string Expected { get; }

    /// <summary>What help calls such a value: <c>DURATION</c>.</summary>
    public virtual string Called => Words.Count > 0 ? string.Join('|', Words) : "VALUE";

    /// <summary>A value that would do.</summary>
    public abstract string Example { get; }

    /// <summary>The closed list of words, for completion; empty where there is none.</summary>
    public virtual IReadOnlyList<string> Words => [];

    /// <summary>Takes several values: the flag may be repeated, a file may hold a list.</summary>
    public virtual bool Many => false;

    /// <summary>A text of this kind as a JSON value.</summary>
    public virtual JsonNode? Node(string text) => JsonValue.Create(text);

    /// <summary>False for anything that is not such a value.</summary>
    public abstract bool TryRead(IReadOnlyList<string> texts, out T value);

    /// <summary>One text for a single value, any number for several.</summary>
    public abstract IReadOnlyList<string> Write(T value);
}

/// <summary>A kind whose value stands in one text.</summary>
public abstract class SingleKind<T> : ValueKind<T>
{
    protected abstract bool TryRead(string text, out T value);

    protected abstract string Text(T value);

    public sealed override bool TryRead(IReadOnlyList<string> texts, out T value)
    {
        value = default!;
        return texts is [var text] && TryRead(text, out value);
    }

    public sealed override IReadOnlyList<string> Write(T value) => value is null ? [] : [Text(value)];
}
