using System.Text.Json;
using Microsoft.Extensions.Logging;
using Plumb.Contracts.Json;
using Plumb.Contracts.Reports;
using Plumb.Platform.Paths;

namespace Plumb.Agent.State;

/// <summary>The outbox's events as lines: each item as JSON, and the number up to which all are acknowledged.</summary>
/// <remarks>Appended without a flush: a killed process loses nothing, a power cut the last moments. A cut line is skipped.</remarks>
internal sealed partial class OutboxFile(AgentPaths paths, ILogger log) : IDisposable
{
    /// <summary>Bytes of acknowledged lines that are borne before the file is written anew.</summary>
    private const long Slack = 1024 * 1024;

    private FileStream? stream;
    private bool torn;

    public IReadOnlyList<OutboxEntry> Load()
    {
        var found = new SortedDictionary<long, OutboxEntry>();
        try
        {
            if (!File.Exists(paths.Outbox))
                return [];
            foreach (var line in File.ReadLines(paths.Outbox))
            {
                if (line.StartsWith('A') && long.TryParse(line.AsSpan(1), out var upTo))
                    RemoveUpTo(found, upTo);
                else if (Parse(line) is { } entry)
                    found[entry.Item.Number] = entry;
            }

            // A process that ended in the middle of a line left no line end: the next line must not hang on to it.
            torn = true;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            LogTrouble(log, unreadable, paths.Outbox);
        }

        return [.. found.Values];
    }

    public void Append(OutboxEntry entry) => Write([.. OutboxEntry.ToJson(entry.Item), (byte)'\n']);

    /// <param name="items">Acknowledged now.</param>
    /// <param name="left">Events that are not.</param>
    public void Acknowledged(IReadOnlyList<ReportItem> items, IEnumerable<OutboxEntry> left)
    {
        if (items.Count == 0 || !items.Any(i => OutboxEntry.SubjectOf(i) is null))
            return;
        var rest = left.ToList();
        var length = stream?.Length ?? (File.Exists(paths.Outbox) ? new FileInfo(paths.Outbox).Length : 0);
        if (length > Slack && length > 2L * rest.Sum(e => (long)e.Size))
            Rewrite(rest);
        else
            Write(System.Text.Encoding.ASCII.GetBytes($"A{items.Max(i => i.Number)}\n"));
    }

    public void Dispose() => stream?.Dispose();

    private void Rewrite(List<OutboxEntry> rest)
    {
        try
        {
            stream?.Dispose();
            stream = null;
            AtomicFile.Write(paths.Outbox, [.. rest.SelectMany(e => OutboxEntry.ToJson(e.Item).Append((byte)'\n'))], PrivateDirectory.FileMode);
            torn = false;
        }
        catch (Exception full) when (full is IOException or UnauthorizedAccessException)
        {
            LogTrouble(log, full, paths.Outbox);
        }
    }

    private void Write(byte[] line)
    {
        try
        {
            PrivateDirectory.Ensure(paths.State);
            stream ??= new FileStream(paths.Outbox, new FileStreamOptions
            {
                Mode = FileMode.Append,
                Access = FileAccess.Write,
                Share = FileShare.Read,
                BufferSize = 0,
                UnixCreateMode = PrivateDirectory.FileMode,
            });
            if (torn)
                stream.WriteByte((byte)'\n');
            torn = true;
            stream.Write(line);
            torn = false;
        }
        catch (Exception full) when (full is IOException or UnauthorizedAccessException)
        {
            // It stays in memory and is sent all the same; only a restart before that would lose it.
            LogTrouble(log, full, paths.Outbox);
        }
    }

    private OutboxEntry? Parse(string line)
    {
        try
        {
            return line.Length > 0 && JsonSerializer.Deserialize(line, PlumbJson.Default.ReportItem) is { Id: not null } item
                ? OutboxEntry.Of(item)
                : null;
        }
        catch (JsonException cut)
        {
            // A killed process or a full disk cut it short.
            LogCut(log, cut, paths.Outbox);
            return null;
        }
    }

    private static void RemoveUpTo(SortedDictionary<long, OutboxEntry> found, long number)
    {
        foreach (var key in found.Keys.TakeWhile(k => k <= number).ToList())
            found.Remove(key);
    }

    [LoggerMessage(EventId = 3113, EventName = "outbox.cut", Level = LogLevel.Warning, Message = "A line of {File} is cut short and lost")]
    private static partial void LogCut(ILogger log, Exception cut, string file);

    [LoggerMessage(EventId = 3112, EventName = "outbox.trouble", Level = LogLevel.Error,
        Message = "Could not use {File}: what waits for the control plane is in memory only. Free disk space or mend its permissions")]
    private static partial void LogTrouble(ILogger log, Exception error, string file);
}
