using System.Text;
using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;
using Plumb.Simulation.Checks;

namespace Plumb.Simulation.Play;

/// <summary>The last things that went in and out, for whoever has to find out what broke: many when a single seed is replayed.</summary>
public sealed class Trace<TSpec, TSeen> : Check<TSpec, TSeen>
    where TSpec : class, ISpec
    where TSeen : class
{
    private static readonly int Kept = Seeds.Count == 1 ? 20_000 : 200;

    private readonly Queue<(TimeSpan At, object? What)> _lines = new();

    /// <summary>How many went in and out, and a sum of when: equal for two plays of one seed.</summary>
    public (long Count, long Sum) Fingerprint { get; private set; }

    public override void Started() => Add(TimeSpan.Zero, what: null);

    public override void Told(Moment now, LoopEvent<TSpec, TSeen> happened) => Add(now.Time, happened);

    public override void Ordered(Moment now, LoopCommand<TSpec> command) => Add(now.Time, command);

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (at, what) in _lines)
            text.Append(at.TotalSeconds.ToString("0.000")).Append(' ').AppendLine(Telling.Of<TSpec, TSeen>(what));
        return text.ToString();
    }

    private void Add(TimeSpan at, object? what)
    {
        Fingerprint = (Fingerprint.Count + 1, unchecked((Fingerprint.Sum * 31) + at.Ticks + (what?.GetType().Name.Length ?? 1)));
        if (_lines.Count == Kept)
            _lines.Dequeue();
        _lines.Enqueue((at, what));
    }
}
