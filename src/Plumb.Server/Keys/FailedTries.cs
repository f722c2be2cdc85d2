using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Plumb.Server.Keys;

/// <summary>
/// Counts tries with bad keys, by address and by key. Past the limit they are answered without further work. Who has a good key is never
/// counted and never locked out: with 256 random bits the limit is there for the load and the log, not against guessing.
/// </summary>
internal sealed class FailedTries(TimeProvider time)
{
    /// <summary>In one minute, from one address or at one key.</summary>
    public const int Limit = 30;

    // So that a flood from many addresses takes no memory: the rest is counted together.
    private const int Most = 10_000;
    private const string Others = "others";

    private Window _window = new(0);

    /// <summary>Notes one.</summary>
    /// <param name="key">The id of the key that it was tried at; null: of none that there is.</param>
    /// <returns>How many there were this minute, of the address or the key, whichever are more.</returns>
    public int Note(IPAddress? address, string? key)
    {
        var window = Current();
        return Math.Max(window.Add(Shown(address)), key is null ? 0 : window.Add($"key {key}"));
    }

    /// <summary>The address that is counted: of IPv6 the network that one host gets.</summary>
    public static string Shown(IPAddress? address)
    {
        if (address is null)
        {
            return Others;
        }

        if (address.IsIPv4MappedToIPv6 || address.AddressFamily == AddressFamily.InterNetwork)
        {
            return $"{address.MapToIPv4()}";
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return $"{new IPAddress(bytes)}/64";
    }

    private Window Current()
    {
        var minute = time.GetUtcNow().ToUnixTimeSeconds() / 60;
        var window = Volatile.Read(ref _window);
        if (window.Minute == minute)
        {
            return window;
        }

        var next = new Window(minute);
        var seen = Interlocked.CompareExchange(ref _window, next, window);
        return ReferenceEquals(seen, window) ? next : seen;
    }

    private sealed class Window(long minute)
    {
        private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);
        private int _known;

        public long Minute => minute;

        public int Add(string who)
        {
            if (!_counts.ContainsKey(who) && Interlocked.Increment(ref _known) > Most)
            {
                who = Others;
            }

            return _counts.AddOrUpdate(who, 1, static (_, count) => count + 1);
        }
    }
}
