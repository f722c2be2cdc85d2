using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Plumb.Compose.Layout;

/// <summary>
/// The places of all stacks under <c>&lt;data&gt;/work/stacks</c>. A stack has one directory of its own, never inside another stack's: scope and
/// path are each one name on disk, and two stacks never share one.
/// </summary>
/// <param name="root">Absolute: <c>&lt;data&gt;/work/stacks</c>.</param>
public sealed class StackPlaces(string root)
{
    private const int LongestName = 200;

    public string Root { get; } = root.TrimEnd('/');

    /// <param name="scope"><c>source/NAME</c> or <c>publisher/NAME</c>.</param>
    /// <param name="path">The stack's path in its scope.</param>
    public StackPlace Of(string scope, string path)
    {
        var scopeName = NameOf(scope);
        var pathName = NameOf(path);
        return new StackPlace(
            $"{Root}/{scopeName}/{pathName}", $"{Root}/{scopeName}/.beside/{pathName}", $"{Root}/.plumb/{scopeName}/{pathName}.json");
    }

    /// <summary>One name that is safe on disk and in a mount, different for every text: <c>/</c> is <c>+</c>, anything odd is <c>%HH</c>.</summary>
    internal static string NameOf(string text)
    {
        var name = new StringBuilder();
        foreach (var one in Encoding.UTF8.GetBytes(text))
        {
            // A leading dot is ours (.plumb, .beside), and "." and ".." are no names at all.
            _ = one switch
            {
                (byte)'/' => name.Append('+'),
                (byte)'.' when name.Length == 0 => name.Append("%2E"),
                _ when char.IsAsciiLetterOrDigit((char)one) || one is (byte)'-' or (byte)'_' or (byte)'.' => name.Append((char)one),
                _ => name.Append(CultureInfo.InvariantCulture, $"%{one:X2}"),
            };
        }

        var whole = name.ToString();
        return whole.Length <= LongestName
            ? whole
            : $"{whole[..(LongestName - 33)]}%{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32]}";
    }
}
