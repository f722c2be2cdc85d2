using System.Globalization;
using Plumb.Platform.Native;

namespace Plumb.Platform.Failpoints;

/// <summary>Kills this process, as <c>kill -9</c> does, when it reaches the one armed failpoint. Armed with null it does nothing.</summary>
public sealed class Failpoints
{
    private readonly string? _armed;
    private int _left;

    /// <param name="armed"><c>NAME</c>, or <c>NAME:N</c> for the N-th time that it is reached (1 or more); null or empty: none.</param>
    /// <exception cref="ArgumentException">N is not a positive number.</exception>
    public Failpoints(string? armed)
    {
        if (string.IsNullOrEmpty(armed))
        {
            return;
        }

        var parts = armed.Split(':', 2);
        _armed = parts[0];
        _left = 1;
        if (parts.Length == 2 && (!int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out _left) || _left < 1))
        {
            throw new ArgumentException($"Failpoint '{armed}': the part after ':' must be a positive number.", nameof(armed));
        }
    }

    /// <summary>Nothing is armed.</summary>
    public static Failpoints None { get; } = new(null);

    /// <summary>Does not return when this failpoint is the armed one and its count is up.</summary>
    public void Reach(Failpoint failpoint)
    {
        if (_armed is null)
        {
            return;
        }

        ArgumentNullException.ThrowIfNull(failpoint);
        if (failpoint.Name == _armed && Interlocked.Decrement(ref _left) == 0)
        {
            Libc.KillSelf();
        }
    }
}
