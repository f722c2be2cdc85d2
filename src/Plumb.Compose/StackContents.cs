using Plumb.Contracts.Targets;

namespace Plumb.Compose;

/// <summary>Where the driver gets a stack's tracked files when they have to be written: whoever keeps them provides them.</summary>
public sealed class StackContents
{
    private volatile Func<string, CancellationToken, Task<StackContent?>>? _source;

    /// <param name="source">The content of a checksum; null when it is not to be had now.</param>
    public void Provide(Func<string, CancellationToken, Task<StackContent?>> source) => _source = source;

    /// <returns>Null when nobody has it now.</returns>
    public async Task<StackContent?> FindAsync(string checksum, CancellationToken cancellation) =>
        _source is { } source ? await source(checksum, cancellation) : null;
}
