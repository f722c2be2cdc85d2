namespace Plumb.Agent.Identity;

/// <summary>Who the agent is.</summary>
/// <param name="Instance">Whose containers are its.</param>
/// <param name="UsedBefore">An agent worked in this data directory before: what is missing there was lost.</param>
internal sealed record AgentIdentity(string Instance, bool UsedBefore);
