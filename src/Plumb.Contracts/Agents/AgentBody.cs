namespace Plumb.Contracts.Agents;

/// <summary>An agent to be made before it ever came, or changed. <c>POST /agents</c>, <c>PUT /agents/{id}</c>. What is left out stays as it is.</summary>
public sealed record AgentBody
{
    /// <summary>Unique. May be left out of a PUT, whose route has it.</summary>
    public string? Name { get; init; }

    /// <summary>All labels that people gave it; those of its own configuration stay besides.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>All annotations that people gave it; they win over those of its own configuration.</summary>
    public IReadOnlyDictionary<string, string>? Annotations { get; init; }
}

/// <summary>What people said of an agent, and nothing of what its own configuration says.</summary>
public sealed record AgentOwn(IReadOnlyList<string> Labels, IReadOnlyDictionary<string, string> Annotations);

/// <summary>An explicit tie. <c>PUT /agents/{id}/targets/{stackId}</c>.</summary>
/// <param name="InEffect">The agent should run the stack. False while it does not serve the stack's publisher, or does not offer its driver.</param>
/// <param name="Why">What is missing; null when it is in effect.</param>
public sealed record TargetView(string Agent, string Stack, bool InEffect, string? Why);

/// <summary>An agent's consent to serve a publisher. <c>PUT /agents/{id}/subscriptions/{publisher}</c>.</summary>
public sealed record SubscriptionView(string Agent, string Publisher);
