using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace Plumb.TestKit;

/// <summary>Serves repositories over HTTP on loopback with Git's own <c>http-backend</c>, and misbehaves as it is told.</summary>
public sealed class GitHttpServer : IDisposable
{
    private readonly HttpListener listener;
    private readonly string root;
    private long sent;

    /// <param name="root">The directory that the repositories lie in.</param>
    /// <param name="login"><c>user:password</c>; null: nothing is asked for.</param>
    /// <param name="up">False: nothing listens at its address until <see cref="Start"/>.</param>
    public GitHttpServer(string root, string? login = null, bool up = true)
    {
        (this.root, Login) = (root, login);
        (listener, Address) = up ? LoopbackHttp.Start() : LoopbackHttp.Make();
        if (up)
            _ = ServeAsync();
    }

    /// <summary>Without a slash at the end.</summary>
    public string Address { get; }

    /// <summary>What it asks for, <c>user:password</c>; null: nothing.</summary>
    public string? Login { get; set; }

    /// <summary>What clients sent as <c>Authorization</c>, with the path.</summary>
    public ConcurrentQueue<(string Path, string? Authorization)> Seen { get; } = [];

    /// <summary>Bytes of answers' bodies so far.</summary>
    public long Sent => Interlocked.Read(ref sent);

    /// <summary>Answered in place of everything else.</summary>
    public HttpStatusCode? Always { get; set; }

    /// <summary>Where every request is sent on to.</summary>
    public string? RedirectTo { get; set; }

    /// <summary>Awaited before each answer.</summary>
    public Func<Task> Before { get; set; } = () => Task.CompletedTask;

    /// <summary>Awaited in the middle of each pack that is sent, when half of it has gone out; false: the other half never comes.</summary>
    public Func<Task<bool>>? InThePack { get; set; }

    /// <summary>A slow line: what passes before each of <see cref="Slices"/> parts in which a pack is sent; null: it is sent at once.</summary>
    public TimeSpan? Pace { get; set; }

    public const int Slices = 16;

    public void Start()
    {
        listener.Start();
        _ = ServeAsync();
    }

    /// <summary>Refuses connections from now on.</summary>
    public void Stop() => listener.Stop();

    public void Dispose() => listener.Close();

    private async Task ServeAsync()
    {
        while (listener.IsListening)
        {
            try
            {
                var context = await listener.GetContextAsync();
                _ = Task.Run(() => AnswerOrBreakAsync(context));
            }
            catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
        }
    }

    // The client may have gone, at its deadline.
    private async Task AnswerOrBreakAsync(HttpListenerContext context)
    {
        try
        {
            await AnswerAsync(context);
        }
        catch (Exception broken) when (broken is IOException or HttpListenerException or ObjectDisposedException)
        {
            context.Response.Abort();
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var authorization = context.Request.Headers["Authorization"];
        Seen.Enqueue((context.Request.Url!.AbsolutePath, authorization));
        await Before();
        var expected = Login is null ? null : "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(Login));
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
        var bytes = await GitHttpBackend.RunAsync(root, context.Request);
        var end = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
        foreach (var header in Encoding.ASCII.GetString(bytes, 0, end).Split("\r\n").Select(line => line.Split(": ", 2)))
        {
            if (header[0] == "Status")
                context.Response.StatusCode = int.Parse(header[1].Split(' ')[0]);
            else
                context.Response.Headers[header[0]] = header[1];
        }

        var body = bytes.AsMemory(end + 4);
        Interlocked.Add(ref sent, body.Length);
        if (InThePack is { } inThePack && body.Span.IndexOf("PACK"u8) is var pack and >= 0)
        {
            var half = pack + ((body.Length - pack) / 2);
            await context.Response.OutputStream.WriteAsync(body[..half]);
            await context.Response.OutputStream.FlushAsync();
            body = await inThePack() ? body[half..] : default;
        }

        if (Pace is { } pace && body.Span.IndexOf("PACK"u8) >= 0)
        {
            foreach (var slice in Enumerable.Range(0, Slices))
            {
                await Task.Delay(pace);
                await context.Response.OutputStream.WriteAsync(body[(body.Length * slice / Slices)..(body.Length * (slice + 1) / Slices)]);
                await context.Response.OutputStream.FlushAsync();
            }

            return;
        }

        await context.Response.OutputStream.WriteAsync(body);
    }
}
