using Microsoft.Extensions.Logging;
using Plumb.Cli.Configuration;
using Plumb.Platform.Secrets;

namespace Plumb.Cli.Logs;

/// <summary>Log lines on standard error: JSON for programs, text for people; every line passes the mask of secrets.</summary>
internal static class LineLogs
{
    /// <param name="output">Thread-safe: lines come from everywhere.</param>
    public static ILoggerFactory Create(TextWriter output, SecretMask mask, TimeProvider time, LogLevelWord level, LogFormatWord format) =>
        new LoggerFactory([new LineLoggerProvider(output, mask, time, format)], new LoggerFilterOptions { MinLevel = LevelOf(level), Rules = { NoisyFramework } });

    /// <summary>The web framework tells of every request; below a warning nobody asked for that.</summary>
    private static LoggerFilterRule NoisyFramework { get; } = new(null, "Microsoft", Microsoft.Extensions.Logging.LogLevel.Warning, null);

    private static LogLevel LevelOf(LogLevelWord word) => word switch
    {
        LogLevelWord.Trace => LogLevel.Trace,
        LogLevelWord.Debug => LogLevel.Debug,
        LogLevelWord.Info => LogLevel.Information,
        LogLevelWord.Warn => LogLevel.Warning,
        LogLevelWord.Error => LogLevel.Error,
        _ => throw new ArgumentOutOfRangeException(nameof(word), word, message: null),
    };
}

[ProviderAlias("Line")]
internal sealed class LineLoggerProvider(TextWriter output, SecretMask mask, TimeProvider time, LogFormatWord format) : ILoggerProvider, ISupportExternalScope
{
    private IExternalScopeProvider scopes = new LoggerExternalScopeProvider();

    public ILogger CreateLogger(string categoryName) => new LineLogger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => scopes = scopeProvider;

    public void Dispose() => output.Flush();

    internal void Write(LogEntry entry)
    {
        entry = entry with { Time = time.GetUtcNow() };
        scopes.ForEachScope(static (scope, fields) => LogEntry.AddFields(fields, scope), entry.Fields);
        var line = format == LogFormatWord.Json ? JsonLine.Of(entry) : TextLine.Of(entry);
        output.Write(mask.Mask(line) + "\n");
    }

    private sealed class LineLogger(LineLoggerProvider provider, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => provider.scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var entry = new LogEntry(logLevel, eventId.Name ?? category, formatter(state, exception), exception);
            LogEntry.AddFields(entry.Fields, state);
            provider.Write(entry);
        }
    }
}
