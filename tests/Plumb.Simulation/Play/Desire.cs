using Plumb.Kernel;
using Plumb.Kernel.Planning;

namespace Plumb.Simulation.Play;

/// <summary>The control plane's side: what is desired of one host now. The host asks for it whenever it likes.</summary>
public sealed class Desire<TSpec>
    where TSpec : class, ISpec
{
    public Dictionary<ObjectId, TSpec> Specs { get; } = [];

    /// <summary>False while not all of it is known, such as before a first refresh.</summary>
    public bool Complete { get; set; } = true;
}
