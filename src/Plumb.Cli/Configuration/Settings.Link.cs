using Plumb.Cli.Configuration.Kinds;

namespace Plumb.Cli.Configuration;

/// <summary>How an agent of its own reaches its control plane.</summary>
public static partial class Settings
{
    public static Setting<string?> AgentServer { get; } = new("agent.server", new ServerAddressKind(), _ => null, "The control plane that the agent belongs to.")
    {
        ShortFlag = "server",
        For = Takers.Link,
    };

    public static Setting<string?> AgentToken { get; } = new("agent.token", new TextKind("a key of role agent", "what 'plumb keys create --role agent' printed"), _ => null, "The agent's key.")
    {
        ShortFlag = "token",
        Secret = true,
        For = Takers.Link,
    };

    public static Setting<string?> AgentCaFile { get; } = new("agent.caFile", new PathKind("/etc/plumb/ca.pem"), _ => null, "The authorities, in PEM, that the control plane's certificate must come from; the machine's where none are named.")
    {
        ShortFlag = "ca-file",
        For = Takers.Link,
    };

    public static Setting<bool> AgentAllowHttp { get; } = new("agent.allowHttp", new SwitchKind(), _ => false, "Lets the agent send its key over plain HTTP to another machine, where all on the way can read it and act as this agent.")
    {
        ShortFlag = "allow-http",
        For = Takers.Link,
    };

    public static Setting<IReadOnlyList<string>> AgentSubscriptions { get; } = new("agent.subscriptions", new LabelsKind(), _ => [], "Publishers that the agent consents to serve, besides system. Kept until withdrawn.")
    {
        ShortFlag = "subscribe",
        For = Takers.Agent,
    };
}
