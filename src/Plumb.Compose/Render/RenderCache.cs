using System.Text.Json;
using System.Text.Json.Serialization;
using Plumb.Compose.Model;
using Plumb.Platform.Paths;

namespace Plumb.Compose.Render;

/// <summary>Rendered stacks on disk, so that a restart renders nothing. They hold secrets: only we may read them. May be lost at any time.</summary>
/// <param name="directory">Absolute: this cache's alone, such as <c>&lt;data&gt;/state/render</c>.</param>
/// <param name="time">Tells which ones nobody has used for long.</param>
public sealed class RenderCache(string directory, TimeProvider time)
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly TimeSpan Unused = TimeSpan.FromDays(30);
    private static readonly TimeSpan SweepPause = TimeSpan.FromHours(1);

    private long _sweptAt = long.MinValue;
    private volatile string? _problem;

    /// <summary>Why the last rendering could not be kept: it is made again after a restart. Null: it could.</summary>
    public string? Problem => _problem;

    /// <summary>What was kept under the key; null when there is nothing, or nothing that can be read.</summary>
    internal RenderedStack? Find(string key)
    {
        var path = PathOf(key);
        try
        {
            if (!File.Exists(path))
            {
                return null;
            }

            var stack = JsonSerializer.Deserialize(File.ReadAllBytes(path), RenderJson.Default.RenderedStack);
            File.SetLastWriteTimeUtc(path, time.GetUtcNow().UtcDateTime);
            return stack;
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            // A cache that cannot be read is an empty one: the stack is rendered again, and written over it.
            return null;
        }
    }

    internal void Keep(string key, RenderedStack stack)
    {
        try
        {
            Directory.CreateDirectory(directory, Private | UnixFileMode.UserExecute);
            AtomicFile.Write(PathOf(key), JsonSerializer.SerializeToUtf8Bytes(stack, RenderJson.Default.RenderedStack), Private, flush: false);
            Sweep();
            _problem = null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _problem = $"Keeping a rendered stack in {directory} failed: {error.Message}";
        }
    }

    private void Sweep()
    {
        var now = time.GetUtcNow();
        var last = Interlocked.Read(ref _sweptAt);
        if (last > now.Ticks - SweepPause.Ticks || Interlocked.CompareExchange(ref _sweptAt, now.Ticks, last) != last)
        {
            return;
        }

        foreach (var old in Directory.EnumerateFiles(directory).Where(f => File.GetLastWriteTimeUtc(f) < (now - Unused).UtcDateTime))
        {
            File.Delete(old);
        }
    }

    private string PathOf(string key) => $"{directory}/{key}.json";
}

[JsonSerializable(typeof(RenderedStack))]
internal sealed partial class RenderJson : JsonSerializerContext;
