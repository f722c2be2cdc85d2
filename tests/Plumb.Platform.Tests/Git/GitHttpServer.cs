using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Plumb.Platform.Tests.Git;

/// <summary>Serves a repository over HTTP with Git's own <c>http-backend</c>, and asks for credentials.</summary>
internal sealed class GitHttpServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly string _root;
    private readonly string? _login;

    /// <param name="root">The directory that the repositories lie in.</param>
    /// <param name="login"><c>user:password</c>; null: nothing is asked for.</param>
    public GitHttpServer(string root, string? login = null)
    {
        (_root, _login) = (root, login);
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}";
        }

        _listener.Prefixes.Add(Address + "/");
        _listener.Start();
        _ = ServeAsync();
    }

    public string Address { get; }

    /// <summary>What clients sent as <c>Authorization</c>, with the path.</summary>
    public ConcurrentQueue<(string Path, string? Authorization)> Seen { get; } = [];

    /// <summary>Answered in place of everything else.</summary>
    public HttpStatusCode? Always { get; set; }

    /// <summary>Where every request is sent on to.</summary>
    public string? RedirectTo { get; set; }

    /// <summary>Awaited before each answer.</summary>
    public Func<Task> Before { get; set; } = () => Task.CompletedTask;

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                _ = Task.Run(() => AnswerAsync(context));
            }
            catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var authorization = context.Request.Headers["Authorization"];
        Seen.Enqueue((context.Request.Url!.AbsolutePath, authorization));
        await Before();
        var expected = _login is null ? null : "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(_login));
        if (RedirectTo is not null)
        {
            context.Response.Redirect(RedirectTo + context.Request.RawUrl);
        }
        else if (Always is { } status)
        {
            context.Response.StatusCode = (int)status;
        }
        else if (expected is not null && authorization != expected)
        {
            context.Response.StatusCode = 401;
            context.Response.AddHeader("WWW-Authenticate", "Basic realm=\"test\"");
        }
        else
        {
            await BackendAsync(context);
        }

        context.Response.Close();
    }

    private async Task BackendAsync(HttpListenerContext context)
    {
        var start = new ProcessStartInfo("git", ["http-backend"]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var (name, value) in new[]
        {
            ("GIT_PROJECT_ROOT", _root), ("GIT_HTTP_EXPORT_ALL", "1"), ("PATH_INFO", context.Request.Url!.AbsolutePath), ("QUERY_STRING", context.Request.Url.Query.TrimStart('?')),
            ("REQUEST_METHOD", context.Request.HttpMethod), ("CONTENT_TYPE", context.Request.ContentType ?? ""), ("HTTP_CONTENT_ENCODING", context.Request.Headers["Content-Encoding"] ?? ""),
            ("GIT_PROTOCOL", context.Request.Headers["Git-Protocol"] ?? ""), ("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_NOSYSTEM", "1"),
        })
        {
            start.Environment[name] = value;
        }

        using var git = Process.Start(start)!;
        await context.Request.InputStream.CopyToAsync(git.StandardInput.BaseStream);
        git.StandardInput.Close();
        using var answer = new MemoryStream();
        await git.StandardOutput.BaseStream.CopyToAsync(answer);
        var bytes = answer.ToArray();
        var end = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
        foreach (var header in Encoding.ASCII.GetString(bytes, 0, end).Split("\r\n").Select(h => h.Split(": ", 2)))
        {
            if (header[0] == "Status")
            {
                context.Response.StatusCode = int.Parse(header[1].Split(' ')[0]);
            }
            else
            {
                context.Response.Headers[header[0]] = header[1];
            }
        }

        await context.Response.OutputStream.WriteAsync(bytes.AsMemory(end + 4));
    }
}
