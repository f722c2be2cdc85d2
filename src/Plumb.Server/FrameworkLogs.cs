using Microsoft.Extensions.Logging;

namespace Plumb.Server;

/// <summary>Of the web framework's own logs only warnings and worse: a line for each request tells nobody anything.</summary>
internal sealed class FrameworkLogs(ILoggerFactory logs) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) =>
        categoryName.StartsWith("Microsoft.", StringComparison.Ordinal) ? new Quiet(logs.CreateLogger(categoryName)) : logs.CreateLogger(categoryName);

    public void AddProvider(ILoggerProvider provider) => logs.AddProvider(provider);

    public void Dispose()
    {
        // Whoever made the factory disposes it.
    }

    private sealed class Quiet(ILogger log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => log.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning && log.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel) && !IsToldElsewhere(eventId.Name, exception))
            {
                log.Log(logLevel, eventId, state, exception, formatter);
            }
        }

        // A start that fails is thrown to whoever started, and a service that was told to end in the midst of it did nothing wrong.
        private static bool IsToldElsewhere(string? name, Exception? exception) => name switch
        {
            "HostedServiceStartupFaulted" => true,
            "BackgroundServiceFaulted" or "BackgroundServiceStoppingHost" => exception is OperationCanceledException,
            _ => false,
        };
    }
}
