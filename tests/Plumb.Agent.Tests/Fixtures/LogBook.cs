using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Plumb.Agent.Tests.Fixtures;

/// <summary>Keeps what was logged.</summary>
internal sealed class LogBook : ILoggerProvider
{
    public ConcurrentQueue<Line> Lines { get; } = new();

    public IEnumerable<Line> Named(string name) => Lines.Where(l => l.Name == name);

    public override string ToString() => string.Join('\n', Lines.TakeLast(40).Select(l => $"{l.Level} {l.Name}: {l.Text}"));

    public ILogger CreateLogger(string categoryName) => new Writer(this);

    public void Dispose()
    {
    }

    public sealed record Line(string? Name, LogLevel Level, string Text, IReadOnlyDictionary<string, object?> Fields);

    private readonly LoggerExternalScopeProvider scopes = new();

    private sealed class Writer(LogBook book) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => book.scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var fields = state as IReadOnlyList<KeyValuePair<string, object?>> ?? [];
            var text = exception is null ? formatter(state, exception) : $"{formatter(state, exception)} {exception}";
            var known = fields.ToDictionary(f => f.Key, f => f.Value, StringComparer.Ordinal);
            book.scopes.ForEachScope(
                static (scope, into) =>
                {
                    foreach (var (name, value) in scope as IReadOnlyDictionary<string, object?> ?? new Dictionary<string, object?>(StringComparer.Ordinal))
                        into[name] = value;
                },
                known);
            book.Lines.Enqueue(new Line(eventId.Name, logLevel, text, known));
        }
    }
}
