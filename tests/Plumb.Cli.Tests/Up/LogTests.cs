using System.Text.Json;
using Microsoft.Extensions.Logging;
using Plumb.Cli.Configuration;
using Plumb.Cli.Logs;
using Plumb.Cli.Tests.Kit;
using Plumb.Platform.Secrets;

namespace Plumb.Cli.Tests.Up;

public sealed partial class LogTests
{
    private readonly SecretMask mask = new();

    [Fact]
    public void Json_has_one_object_a_line_with_the_fields_of_the_message_and_of_what_is_around_it()
    {
        var lines = Logged(LogFormatWord.Json, log =>
        {
            using (log.BeginScope(new Dictionary<string, object?>(StringComparer.Ordinal) { ["Agent"] = "local" }))
                Repaired(log, "web", 3, TimeSpan.FromMilliseconds(1500), new IOException("disk"));
        });
        var line = JsonDocument.Parse(Assert.Single(lines)).RootElement;
        Assert.Equal(
            ("2026-01-01T00:00:00.000Z", "warn", "reconcile.succeeded", "Repaired web with 3 steps", "web", 3, "local", 1.5),
            (line.GetProperty("time").GetString(), line.GetProperty("level").GetString(), line.GetProperty("event").GetString(), line.GetProperty("message").GetString(),
                line.GetProperty("stack").GetString(), line.GetProperty("steps").GetInt32(), line.GetProperty("agent").GetString(), line.GetProperty("duration").GetDouble()));
        Assert.StartsWith("System.IO.IOException: disk", line.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_of_the_message_that_is_named_error_keeps_its_name()
    {
        var lines = Logged(LogFormatWord.Json, log =>
        {
            Failed(log, "exit code 1", null);
            Failed(log, "exit code 1", new IOException("disk"));
        });
        Assert.All(lines, line => Assert.Equal("exit code 1", JsonDocument.Parse(line).RootElement.GetProperty("error").GetString()));
        Assert.StartsWith("System.IO.IOException: disk", JsonDocument.Parse(lines[1]).RootElement.GetProperty("exception").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_is_a_line_for_people_with_what_the_message_does_not_say()
    {
        var line = Assert.Single(Logged(LogFormatWord.Text, log => Repaired(log, "web", 3, TimeSpan.FromSeconds(2), new IOException("disk"))));
        Assert.EndsWith("warn  Repaired web with 3 steps duration=00:00:02 error=disk", line, StringComparison.Ordinal);
    }

    [Fact]
    public void No_line_shows_a_secret_or_steers_a_terminal()
    {
        mask.Add("hunter2-hunter2");
        foreach (var format in Enum.GetValues<LogFormatWord>())
        {
            var text = string.Concat(Logged(format, log => Repaired(log, "hunter2-hunter2 \e[2J\nnext", 1, default, new IOException("hunter2-hunter2"))));
            Assert.DoesNotContain("hunter2", text, StringComparison.Ordinal);
            Assert.DoesNotContain('\e', text);
        }

        Assert.Single(Logged(LogFormatWord.Text, log => Repaired(log, "two\nlines", 1, default, null)));
    }

    [Fact]
    public void The_level_is_kept_and_the_web_framework_is_quiet()
    {
        Assert.Empty(Logged(LogFormatWord.Json, log => Repaired(log, "web", 1, default, null), LogLevelWord.Error));
        var output = new StringWriter();
        using (var logs = LineLogs.Create(output, mask, TimeProvider.System, LogLevelWord.Trace, LogFormatWord.Json))
            Started(logs.CreateLogger("Microsoft.AspNetCore.Hosting"));
        Assert.Equal("", output.ToString());
    }

    private string[] Logged(LogFormatWord format, Action<ILogger> write, LogLevelWord level = LogLevelWord.Info)
    {
        var output = new StringWriter();
        using (var logs = LineLogs.Create(output, mask, new FixedTime("2026-01-01T00:00:00Z"), level, format))
            write(logs.CreateLogger("test"));
        return output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    [LoggerMessage(EventId = 1, EventName = "reconcile.succeeded", Level = LogLevel.Warning, Message = "Repaired {Stack} with {Steps} steps", SkipEnabledCheck = false)]
    private static partial void RepairedCore(ILogger log, string stack, int steps, Exception? error);

    [LoggerMessage(EventId = 3, EventName = "step.failed", Level = LogLevel.Warning, Message = "It failed: {Error}")]
    private static partial void Failed(ILogger log, string error, Exception? exception);

    [LoggerMessage(EventId = 2, EventName = "started", Level = LogLevel.Information, Message = "Request starting")]
    private static partial void Started(ILogger log);

    private static void Repaired(ILogger log, string stack, int steps, TimeSpan duration, Exception? error)
    {
        using (log.BeginScope(new Dictionary<string, object?>(StringComparer.Ordinal) { ["Duration"] = duration == default ? null : duration }))
            RepairedCore(log, stack, steps, error);
    }
}
