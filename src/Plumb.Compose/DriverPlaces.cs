namespace Plumb.Compose;

/// <summary>Where a compose driver keeps things. Below <c>state</c> everything may be lost; below <c>work</c> nothing may.</summary>
/// <param name="data">Absolute path of the data directory.</param>
internal sealed class DriverPlaces(string data)
{
    public string Stacks => Path.Combine(data, "work", "stacks");

    /// <summary>Whose a project is that carries no label of ours is told nowhere else.</summary>
    public string Adoptions => Path.Combine(data, "work", "adopted");

    public string Permits => Path.Combine(data, "state", "permits");

    public string Renders => Path.Combine(data, "state", "render");

    public string Staging => Path.Combine(data, "state", "staging");
}
