using System.Diagnostics;
using System.Net;

namespace Plumb.TestKit;

/// <summary>One run of <c>git http-backend</c>; see its manual for the environment.</summary>
internal static class GitHttpBackend
{
    /// <returns>CGI headers and body.</returns>
    public static async Task<byte[]> RunAsync(string root, HttpListenerRequest request)
    {
        var start = new ProcessStartInfo("git", ["http-backend"]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var (name, value) in new[]
        {
            ("GIT_PROJECT_ROOT", root), ("GIT_HTTP_EXPORT_ALL", "1"), ("PATH_INFO", Uri.UnescapeDataString(request.Url!.AbsolutePath)), ("QUERY_STRING", request.Url.Query.TrimStart('?')),
            ("REQUEST_METHOD", request.HttpMethod), ("CONTENT_TYPE", request.ContentType ?? ""), ("HTTP_CONTENT_ENCODING", request.Headers["Content-Encoding"] ?? ""),
            ("GIT_PROTOCOL", request.Headers["Git-Protocol"] ?? ""), ("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_NOSYSTEM", "1"),
        })
        {
            start.Environment[name] = value;
        }

        using var git = Process.Start(start) ?? throw new InvalidOperationException("git did not start");
        await request.InputStream.CopyToAsync(git.StandardInput.BaseStream);
        git.StandardInput.Close();
        using var answer = new MemoryStream();
        await git.StandardOutput.BaseStream.CopyToAsync(answer);
        await git.WaitForExitAsync();
        return answer.ToArray();
    }
}
