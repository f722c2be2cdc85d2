using System.Security.Cryptography;
using System.Text;

namespace Plumb.Server.Webhooks;

/// <summary>
/// Knows a delivery that came before, by the id that its host gave it or, since no signature covers the id, by its body. A body counts for a
/// shorter time: going back to a commit and forth again may be told in the same words.
/// </summary>
internal sealed class Deliveries(TimeProvider time)
{
    private const int Most = 4096;

    private readonly Lock _lock = new();
    private readonly RecentSet _ids = new(TimeSpan.FromHours(24), Most, time);
    private readonly RecentSet _bodies = new(TimeSpan.FromMinutes(10), Most, time);

    /// <summary>Remembers it.</summary>
    /// <param name="id">Null: its host gave it none.</param>
    /// <returns>Whether it is new.</returns>
    public bool Take(string? id, ReadOnlySpan<byte> body)
    {
        var bodyKey = Convert.ToHexString(SHA256.HashData(body));
        var idKey = id is null ? null : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(id)));
        lock (_lock)
        {
            if (_bodies.Has(bodyKey) || (idKey is not null && _ids.Has(idKey)))
            {
                return false;
            }

            _bodies.Add(bodyKey);
            if (idKey is not null)
            {
                _ids.Add(idKey);
            }

            return true;
        }
    }
}
