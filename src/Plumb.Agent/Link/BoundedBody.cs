namespace Plumb.Agent.Link;

/// <summary>Reads a whole body up to a limit: no answer can fill the agent's memory.</summary>
internal static class BoundedBody
{
    /// <exception cref="InvalidDataException">It is longer.</exception>
    public static async Task<byte[]> ReadAsync(HttpContent body, int limit, CancellationToken cancellation)
    {
        if (body.Headers.ContentLength > limit)
            throw new InvalidDataException($"the answer has {body.Headers.ContentLength} bytes, more than the {limit} that are taken");
        await using var from = await body.ReadAsStreamAsync(cancellation);
        using var whole = new MemoryStream();
        var part = new byte[81920];
        int read;
        while ((read = await from.ReadAsync(part, cancellation)) > 0)
        {
            if (whole.Length + read > limit)
                throw new InvalidDataException($"the answer is longer than the {limit} bytes that are taken");
            whole.Write(part, 0, read);
        }

        return whole.ToArray();
    }
}
