namespace Plumb.Platform.Failpoints;

/// <summary>A named place where a test may have the process die.</summary>
/// <param name="Name">Dotted words, stable: <c>apply.before-up</c>.</param>
public sealed record Failpoint(string Name);
