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

    private sealed class Writer(LogBook book) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var fields = state as IReadOnlyList<KeyValuePair<string, object?>> ?? [];
            var text = exception is null ? formatter(state, exception) : $"{formatter(state, exception)} {exception}";
            book.Lines.Enqueue(new Line(eventId.Name, logLevel, text, fields.ToDictionary(f => f.Key, f => f.Value, StringComparer.Ordinal)));
        }
    }
}
