namespace Plumb.Contracts.Problems;

/// <summary>RFC 9457 problem details with a stable code.</summary>
/// <param name="Type">A URI reference: <c>/docs/problems#CODE</c>.</param>
/// <param name="Code">A dotted word of <see cref="ProblemCodes"/>.</param>
/// <param name="Detail">What was tried, what happened, what to do.</param>
public sealed record Problem(string Type, string Title, int Status, string Detail, string Code);

/// <summary>A problem's meaning and mend.</summary>
public sealed record ProblemCode(string Code, int Status, string Title, string Mend);
