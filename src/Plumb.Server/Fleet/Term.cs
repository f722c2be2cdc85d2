using System.Collections.Immutable;
using Plumb.Server.Stacks;

namespace Plumb.Server.Fleet;

/// <summary>
/// What ties agents to stacks, written so that it can be looked up. An agent that is responsible for a stack shares a term with it, or has it as a
/// target; who shares one is asked <see cref="Responsibility"/>, which alone decides.
/// </summary>
/// <param name="Kind">What it is.</param>
/// <param name="Key">A label or an annotation's key, an agent's name, a stack's id.</param>
/// <param name="Value">An annotation's value; of a label: empty.</param>
internal readonly record struct Term(TermKind Kind, string Key, string Value = "")
{
    /// <summary>Any agent may do: a selector that only says what must not be.</summary>
    public static Term Anybody { get; } = new(TermKind.Anybody, "");

    /// <summary>By which agents may find the stack.</summary>
    public static IReadOnlyCollection<Term> Of(Stack stack)
    {
        var terms = ImmutableHashSet.CreateBuilder<Term>();
        terms.Add(new Term(TermKind.Target, stack.Id));
        if (stack.Publisher.Spec?.Agent is { } agent)
        {
            terms.Add(new Term(TermKind.Name, agent));
        }

        terms.UnionWith(stack.Labels.Select(label => new Term(TermKind.Pair, label)));
        terms.UnionWith(stack.Annotations.Select(pair => new Term(TermKind.Pair, pair.Key, pair.Value)));
        if (stack.Selector is { } text && Selector.TryParse(text, out var selector, out _))
        {
            terms.UnionWith(selector.Terms());
        }

        return terms;
    }

    /// <summary>By which stacks may find the agent. <see cref="Anybody"/> goes without saying.</summary>
    public static IReadOnlyCollection<Term> Of(Agent agent)
    {
        var terms = ImmutableHashSet.CreateBuilder<Term>();
        terms.Add(new Term(TermKind.Name, agent.Name));
        terms.UnionWith(agent.Targets.Select(stack => new Term(TermKind.Target, stack)));
        foreach (var label in agent.Labels)
        {
            terms.Add(new Term(TermKind.Pair, label));
            terms.Add(new Term(TermKind.Key, label));
        }

        foreach (var (key, value) in agent.Annotations)
        {
            terms.Add(new Term(TermKind.Pair, key, value));
            terms.Add(new Term(TermKind.Key, key));
        }

        return terms;
    }
}

internal enum TermKind
{
    /// <summary>A stack that a target ties to the agent.</summary>
    Target,

    /// <summary>The agent that a source names.</summary>
    Name,

    /// <summary>A label, or an annotation with its value.</summary>
    Pair,

    /// <summary>A label or an annotation, whatever its value.</summary>
    Key,

    Anybody,
}
