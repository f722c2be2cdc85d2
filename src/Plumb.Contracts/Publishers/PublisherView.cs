namespace Plumb.Contracts.Publishers;

/// <summary>An identity that may publish stacks in its own scope. Sources are publishers too, and are made as sources.</summary>
/// <param name="Kind"><c>system</c>, <c>source</c> or <c>publisher</c>.</param>
/// <param name="Scope">With the instance it says whose a container is: <c>publisher/NAME</c> or <c>source/NAME</c>.</param>
/// <param name="Stacks">How many it has, those that are being deleted too.</param>
/// <param name="Subscribers">Names of the agents that consented to serve it; of <c>system</c> empty, because every agent does.</param>
public sealed record PublisherView(string Id, string Name, string Kind, string Scope, int Stacks, IReadOnlyList<string> Subscribers);

/// <summary>A publisher to be made. <c>POST /publishers</c>, <c>PUT /publishers/{name}</c>.</summary>
/// <param name="Name">1 to 63 characters, see the rule for names; may be left out of a PUT.</param>
public sealed record PublisherBody(string? Name = null);
