using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Plumb.Platform.Failpoints;
using Plumb.Platform.Processes;
using Plumb.Platform.Secrets;

namespace Plumb.Agent;

/// <summary>What an agent takes from the process that hosts it.</summary>
public sealed record AgentServices
{
    public ILoggerFactory Logs { get; init; } = NullLoggerFactory.Instance;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public Failpoints Failpoints { get; init; } = Failpoints.None;

    /// <summary>Runs Compose; null: one of the agent's own.</summary>
    public IProcessRunner? Processes { get; init; }

    /// <summary>Learns the agent's key and the secrets of stacks.</summary>
    public SecretMask Mask { get; init; } = new();
}
