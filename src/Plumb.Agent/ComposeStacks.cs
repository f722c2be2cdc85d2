namespace Plumb.Agent;

/// <summary>Puts the compose driver together for an agent.</summary>
internal static class ComposeStacks
{
    public static StackDriver Driver(AgentOptions options, AgentServices services) =>
        throw new NotSupportedException($"No driver for {options.Engine} is built in; {services.Time}.");
}
