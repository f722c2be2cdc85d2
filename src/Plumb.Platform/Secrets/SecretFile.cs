namespace Plumb.Platform.Secrets;

/// <summary>Secrets in files: the <c>*_FILE</c> settings. What is read is masked from then on.</summary>
public static class SecretFile
{
    private const int Limit = 64 * 1024;

    /// <summary>The file's text without white space around it.</summary>
    /// <exception cref="SecretFileException">Not there, not readable, empty, or over 64 KiB. The message names the file and never its content.</exception>
    public static string Read(string path, SecretMask mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        var secret = Text(path).Trim();
        if (secret.Length == 0)
        {
            throw new SecretFileException($"Reading the secret file '{path}' failed: it is empty. Write the secret into it.");
        }

        mask.Add(secret);
        return secret;
    }

    private static string Text(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[Limit + 1];
            var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return length <= Limit
                ? System.Text.Encoding.UTF8.GetString(bytes, 0, length)
                : throw new SecretFileException($"Reading the secret file '{path}' failed: it is larger than 64 KiB. Name a file that holds only the secret.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SecretFileException($"Reading the secret file '{path}' failed: {failure.Message} Check that it is there and readable.", failure);
        }
    }
}

/// <summary>A secret could not be read from its file.</summary>
public sealed class SecretFileException : Exception
{
    public SecretFileException()
    {
    }

    public SecretFileException(string message)
        : base(message)
    {
    }

    public SecretFileException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
