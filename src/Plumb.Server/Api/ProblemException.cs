using Plumb.Contracts.Problems;

namespace Plumb.Server.Api;

/// <summary>A request that cannot be met. Ends as the problem that it carries.</summary>
internal sealed class ProblemException(ProblemCode code, string detail) : Exception(detail)
{
    public ProblemCode Code { get; } = code;
}
