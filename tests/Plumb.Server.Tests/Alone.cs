namespace Plumb.Server.Tests;

/// <summary>Tests that run while no other test of this project does.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
