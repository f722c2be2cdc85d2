using System.Text.Json.Nodes;
using Plumb.Platform.Yaml;

namespace Plumb.Cli.Applying;

/// <summary>The content that a stack's manifest names: a directory beside it, or files written in it.</summary>
internal static class StackContents
{
    /// <summary>What the control plane takes at most.</summary>
    private const long Limit = 16 * 1024 * 1024;

    /// <returns>The body to publish; null where the manifest names none.</returns>
    /// <exception cref="CommandException">It cannot be read, or is too large.</exception>
    public static JsonObject? Of(Manifest manifest)
    {
        if (manifest.Spec?["content"] is not { } content)
        {
            return null;
        }

        return content switch
        {
            YamlMapping mapping when mapping["directory"] is YamlScalar directory && mapping.Entries().Count() == 1 => new() { ["files"] = Directory(manifest, directory.Value) },
            YamlMapping mapping when mapping["files"] is YamlMapping files && mapping.Entries().Count() == 1 => new() { ["files"] = Specs.Texts(files) },
            _ => throw new CommandException($"read the content of {manifest.Shown}", $"{manifest.Place}: content has either directory or files", "Write content: { directory: ./web }, or content: { files: { compose.yaml: \"…\" } }.", exit: ExitCode.Misuse),
        };
    }

    private static JsonObject Directory(Manifest manifest, string relative)
    {
        var tried = $"read the content of {manifest.Shown}";
        var root = Path.GetFullPath(relative, manifest.Directory);
        try
        {
            var files = new JsonObject();
            var size = 0L;
            foreach (var path in System.IO.Directory.EnumerateFiles(root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }).Order(StringComparer.Ordinal))
            {
                var info = new FileInfo(path);
                size += info.Length;
                if (size > Limit)
                {
                    throw new CommandException(tried, $"{root} has more than 16 MiB", "Name a directory that holds the stack's own files alone.");
                }

                files[Path.GetRelativePath(root, path)] = new JsonObject
                {
                    ["base64"] = Convert.ToBase64String(File.ReadAllBytes(path)),
                    ["executable"] = info.UnixFileMode.HasFlag(UnixFileMode.UserExecute),
                };
            }

            return files.Count > 0 ? files : throw new CommandException(tried, $"{root} has no files", "Name the directory of the stack's compose file.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(tried, error.Message, $"{manifest.Place} names the directory, relative to its own.");
        }
    }
}
