namespace Plumb.Agent.State;

/// <summary>Where an agent keeps things. All below <see cref="State"/> may be lost: it is made again.</summary>
/// <param name="Data">Absolute path of the data directory.</param>
public sealed record AgentPaths(string Data)
{
    /// <summary>Caches and memory, mode 0700.</summary>
    public string State => Path.Combine(Data, "state", "agent");

    public string Target => Path.Combine(State, "target.json");

    public string Content => Path.Combine(State, "content");

    public string Objects => Path.Combine(State, "memory", "objects");

    public string Worlds => Path.Combine(State, "memory", "worlds");

    public string Syncs => Path.Combine(State, "syncs");

    public string Alerts => Path.Combine(State, "alerts");

    public string Removals => Path.Combine(State, "removals");

    /// <summary>Which object of each stack was good.</summary>
    public string Good => Path.Combine(State, "good");

    public string Handled => Path.Combine(State, "handled.json");

    public string Outbox => Path.Combine(State, "outbox.jsonl");

    /// <summary>Outside <see cref="State"/>: whose containers are ours outlives the caches.</summary>
    public string Instance => Path.Combine(Data, "instance");

    public string Lock => Path.Combine(Data, "instance.lock");
}
