namespace Plumb.Server.Sources.Content;

/// <summary>How much one stack may bring.</summary>
internal static class ContentLimits
{
    /// <summary>Bytes of one file.</summary>
    public const long File = 4 * 1024 * 1024;

    /// <summary>Bytes of one stack.</summary>
    public const long Stack = 16 * 1024 * 1024;

    /// <summary>Files of one stack.</summary>
    public const int Files = 10_000;

    public static StackRefusedException FileTooLarge(string shown) =>
        new(shown, "file.size", $"{shown}: the file is larger than {File / 1024 / 1024} MiB. Make it smaller, or name it in .plumbignore. (file.size)");

    public static StackRefusedException StackTooLarge(long bytes) =>
        new(".", "stack.size", $"The stack's files have {bytes:N0} bytes; {Stack / 1024 / 1024} MiB are allowed. Name what is not needed in .plumbignore. (stack.size)");

    public static StackRefusedException TooManyFiles(int files) =>
        new(".", "stack.files", $"The stack has {files:N0} files; {Files:N0} are allowed. Name what is not needed in .plumbignore. (stack.files)");
}
