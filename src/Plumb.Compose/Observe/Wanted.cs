using Plumb.Compose.Model;
using Plumb.Kernel;

namespace Plumb.Compose.Observe;

/// <summary>One stack that a look is to tell of.</summary>
/// <param name="Id">Under which id.</param>
/// <param name="Project">Which Compose project.</param>
/// <param name="Ownership">Whose.</param>
/// <param name="Spec">What is desired; null: it is departed or an orphan.</param>
/// <param name="Removal">Of a departed stack.</param>
internal sealed record Wanted(ObjectId Id, string Project, Ownership Ownership, ComposeSpec? Spec, RemovalTerms? Removal)
{
    public static Wanted Of(ComposeSpec spec) => new(spec.Id, spec.Project, spec.Ownership, spec, Removal: null);
}
