using System.Text.Json.Nodes;
using Plumb.Platform.Yaml;

namespace Plumb.Cli.Applying.Reading;

/// <summary>The content that a stack's manifest names: a directory beside it, or files written in it.</summary>
internal static class StackContents
{
    /// <summary>What the control plane takes at most.</summary>
    private const long Limit = 16 * 1024 * 1024;

    /// <summary>A shape: the body to publish.</summary>
    public static JsonNode? Read(Checker checker, YamlNode node, string path)
    {
        if (node is not YamlMapping mapping || mapping.Entries().ToList() is not [var only])
        {
            return checker.Expected(node, path, "either { directory: ./web } or { files: { compose.yaml: \"…\" } }");
        }

        switch (only.Key.Value, only.Value)
        {
            case ("directory", YamlScalar { IsNull: false } directory):
                return Directory(checker, directory, $"{path}.directory") is { } found ? new JsonObject { ["files"] = found } : null;
            case ("files", YamlMapping files):
                return new JsonObject { ["files"] = Shapes.Map(Shapes.Text, Shapes.Text)(checker, files, $"{path}.files") };
            case ("directory" or "files", var other):
                return checker.Expected(other, $"{path}.{only.Key.Value}", only.Key.Value == "files" ? "files by their path, such as { compose.yaml: \"…\" }" : "a directory, relative to this file's own");
            default:
                checker.Unknown(only.Key, $"{path}.{only.Key.Value}", ["directory", "files"]);
                return null;
        }
    }

    private static JsonObject? Directory(Checker checker, YamlScalar relative, string path)
    {
        var root = Path.GetFullPath(relative.Value, checker.Directory);
        try
        {
            var files = new JsonObject();
            var size = 0L;
            foreach (var file in System.IO.Directory.EnumerateFiles(root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }).Order(StringComparer.Ordinal))
            {
                var info = new FileInfo(file);
                size += info.Length;
                if (size > Limit)
                {
                    checker.Wrong(relative, path, $"is {root}, which has more than 16 MiB; name a directory that holds the stack's own files alone");
                    return null;
                }

                files[Path.GetRelativePath(root, file)] = new JsonObject
                {
                    ["base64"] = Convert.ToBase64String(File.ReadAllBytes(file)),
                    ["executable"] = info.UnixFileMode.HasFlag(UnixFileMode.UserExecute),
                };
            }

            if (files.Count > 0)
            {
                return files;
            }

            checker.Wrong(relative, path, $"is {root}, which has no files; name the directory of the stack's compose file");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            checker.Wrong(relative, path, $"cannot be read: {error.Message}");
        }

        return null;
    }
}
