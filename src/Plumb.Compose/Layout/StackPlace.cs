namespace Plumb.Compose.Layout;

/// <summary>Where one stack's content lies on this host: always at the same place, whatever else its repository holds.</summary>
/// <param name="Directory">Absolute: the stack's own directory, with its users' files beside the tracked ones.</param>
/// <param name="Beside">Absolute: files that lie beside or above the stack's directory in its repository, by levels up: <c>1/common/x</c>.</param>
/// <param name="Record">Absolute: file that says what was laid out here.</param>
public sealed record StackPlace(string Directory, string Beside, string Record)
{
    /// <summary>Absolute path of a content path.</summary>
    /// <param name="root">The stack's directory within the content: <see cref="Contracts.Targets.StackContent.Root"/>.</param>
    /// <param name="path">Relative to the content's root, or <c>.</c> for the root itself.</param>
    public string PathOf(string root, string path)
    {
        var (levels, below) = FromStack(root, path);
        var from = levels == 0 ? Directory : $"{Beside}/{levels.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
        return below.Length == 0 ? from : $"{from}/{below}";
    }

    /// <summary>A content path as seen from the stack's directory: how many levels up, and what follows.</summary>
    public static (int Levels, string Below) FromStack(string root, string path)
    {
        var stack = Names(root);
        var names = Names(path);
        var common = 0;
        while (common < stack.Length && common < names.Length && stack[common] == names[common])
        {
            common++;
        }

        return (stack.Length - common, string.Join('/', names[common..]));
    }

    private static string[] Names(string path) => path is "." or "" ? [] : path.Split('/');
}
