using System.Collections.Immutable;
using Plumb.Kernel.Planning;

namespace Plumb.Compose.Plan;

/// <summary>Why a step is due, in the words of the differences that it repairs.</summary>
internal sealed class Reasons(ImmutableArray<Difference> differences)
{
    private const string Neighbour = "goes along with a service that it shares with or depends on";

    public string Of(params string[] kinds) => Text(differences.Where(difference => kinds.Contains(difference.Kind, StringComparer.Ordinal)));

    public string OfServices(IReadOnlyList<string> services) =>
        Text(differences.Where(difference => difference.Service is { } service && services.Contains(service, StringComparer.Ordinal)));

    private static string Text(IEnumerable<Difference> differing)
    {
        var words = differing.Select(Words).Distinct(StringComparer.Ordinal).ToList();
        return words.Count == 0 ? Neighbour : Names.List(words);
    }

    private static string Words(Difference it) => (it.Kind, it.Service) switch
    {
        (DifferenceKinds.State, { } service) => $"{service} is {it.Actual}",
        (_, { } service) => $"{it.Kind} of {service}",
        (_, null) => it.Field is null ? it.Kind : $"{it.Kind} {it.Field}",
    };
}
