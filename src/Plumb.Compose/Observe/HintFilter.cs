using Plumb.Compose.Engine.Wire;

namespace Plumb.Compose.Observe;

/// <summary>What an event of the engine is about.</summary>
internal enum EventMatter
{
    /// <summary>Nothing that a look would show: what health checks and people's own commands do.</summary>
    Nothing,

    /// <summary>A container came, went or changed as a list shows it.</summary>
    Container,

    /// <summary>Something of a container that a list does not show: it is to be inspected.</summary>
    Inside,

    /// <summary>Its health, perhaps: the event comes with every change and sometimes without one.</summary>
    Health,

    /// <summary>A container joined or left a network.</summary>
    Attachment,

    /// <summary>A network came or went.</summary>
    Network,

    /// <summary>A volume came or went.</summary>
    Volume,
}

internal static class HintFilter
{
    /// <remarks>Source: Engine API, "Monitor events". <c>kill</c>, <c>stop</c> and <c>restart</c> come with a <c>die</c> or <c>start</c> of their own.</remarks>
    public static EventMatter MatterOf(EngineEvent happened) => (happened.Type, happened.Action) switch
    {
        ("container", "create" or "die" or "destroy" or "rename" or "pause" or "unpause") => EventMatter.Container,
        ("container", "start" or "update") => EventMatter.Inside,
        ("container", var action) when action.StartsWith("health_status", StringComparison.Ordinal) => EventMatter.Health,
        ("network", "connect" or "disconnect") => EventMatter.Attachment,
        ("network", "create" or "destroy" or "remove" or "update") => EventMatter.Network,
        ("volume", "create" or "destroy") => EventMatter.Volume,
        _ => EventMatter.Nothing,
    };
}
