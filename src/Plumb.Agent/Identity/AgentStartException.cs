namespace Plumb.Agent.Identity;

/// <summary>The agent cannot start as it is configured. The message says what to do.</summary>
public sealed class AgentStartException : Exception
{
    public AgentStartException()
    {
    }

    public AgentStartException(string message)
        : base(message)
    {
    }

    public AgentStartException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
