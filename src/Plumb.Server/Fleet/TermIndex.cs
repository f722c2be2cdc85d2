using System.Collections.Immutable;

namespace Plumb.Server.Fleet;

/// <summary>Which things, by id, have a term. Immutable: another one shares what did not change.</summary>
internal sealed class TermIndex
{
    private readonly ImmutableDictionary<Term, ImmutableHashSet<string>> _ids;

    private TermIndex(ImmutableDictionary<Term, ImmutableHashSet<string>> ids) => _ids = ids;

    public static TermIndex Empty { get; } = new(ImmutableDictionary<Term, ImmutableHashSet<string>>.Empty);

    public ImmutableHashSet<string> this[Term term] => _ids.GetValueOrDefault(term, []);

    /// <param name="changes">Of each thing its terms so far and from now on; none: it is not there.</param>
    public TermIndex With(IEnumerable<(string Id, IReadOnlyCollection<Term> Was, IReadOnlyCollection<Term> Is)> changes)
    {
        var ids = _ids.ToBuilder();
        foreach (var (id, was, now) in changes)
        {
            foreach (var term in was.Where(term => !now.Contains(term)))
            {
                var left = ids[term].Remove(id);
                if (left.IsEmpty)
                {
                    ids.Remove(term);
                }
                else
                {
                    ids[term] = left;
                }
            }

            foreach (var term in now.Where(term => !was.Contains(term)))
            {
                ids[term] = ids.GetValueOrDefault(term, []).Add(id);
            }
        }

        return new TermIndex(ids.ToImmutable());
    }
}
