using System.Collections.Concurrent;
using Plumb.Kernel;

namespace Plumb.Compose.Execute;

/// <summary>
/// What went wrong with single services earlier in a run, in words, for the step that ends it. Only words: whether something is wrong is asked of
/// the engine, so nothing is lost with them.
/// </summary>
internal sealed class RunNotes
{
    private readonly ConcurrentDictionary<(ObjectId, string), string> _problems = new();
    private readonly ConcurrentDictionary<(ObjectId, string), bool> _retried = new();

    public void Problem(ObjectId id, string service, string words) => _problems[(id, service)] = words;

    public string? ProblemOf(ObjectId id, string service) => _problems.GetValueOrDefault((id, service));

    /// <summary>It had ended with an error before it was started again.</summary>
    public void Retried(ObjectId id, string service) => _retried[(id, service)] = true;

    public bool WasRetried(ObjectId id, string service) => _retried.ContainsKey((id, service));

    public void Forget(ObjectId id, string service)
    {
        _problems.TryRemove((id, service), out _);
        _retried.TryRemove((id, service), out _);
    }
}
