using Plumb.Kernel.Failures;
using Plumb.Kernel.Planning;

namespace Plumb.Kernel.Loop;

/// <summary>Takes the commands of one event, in order. An alert that fires is not fired again, nor one resolved that does not fire.</summary>
internal sealed class Outbox<TSpec>
    where TSpec : class, ISpec
{
    private readonly HashSet<string> _firing = new(StringComparer.Ordinal);
    private IList<LoopCommand<TSpec>> _commands = [];
    private DateTimeOffset _now;

    public void Open(DateTimeOffset now, IList<LoopCommand<TSpec>> commands) => (_now, _commands) = (now, commands);

    public void Add(LoopCommand<TSpec> command) => _commands.Add(command);

    /// <summary>An earlier process fired it, as far as its memory tells: it is resolved here.</summary>
    public void AssumeFiring(string key) => _firing.Add(key);

    public void Fire(string key, ObjectId? about, string severity, string summary)
    {
        if (_firing.Add(key))
            Add(new LoopCommand<TSpec>.Tell(new Alert(key, about, Firing: true, severity, summary, _now)));
    }

    public void Resolve(string key, ObjectId? about, string summary)
    {
        if (_firing.Remove(key))
            Add(new LoopCommand<TSpec>.Tell(new Alert(key, about, Firing: false, "warning", summary, _now)));
    }

    /// <summary>Keeps what is to survive a restart of the object; nothing when there is nothing, and was nothing.</summary>
    public void Remember(ObjectState<TSpec> it)
    {
        var memory = it.Memory();
        if (memory.IsEmpty && !it.IsRemembered)
            return;
        it.IsRemembered = !memory.IsEmpty;
        Add(new LoopCommand<TSpec>.RememberObject(memory));
    }

    public void Remember(CircuitBreaker breaker) => Add(new LoopCommand<TSpec>.RememberWorld(breaker.Memory));
}
