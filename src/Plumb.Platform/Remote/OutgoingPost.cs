using System.Net.Http.Headers;
using System.Text;

namespace Plumb.Platform.Remote;

/// <summary>How a call ended.</summary>
/// <param name="Status">The HTTP status; null: there was no answer.</param>
/// <param name="Said">The status line and the beginning of the answer, or why there was none. Not masked.</param>
/// <param name="RetryAfter">When the host said to come again.</param>
public sealed record PostOutcome(int? Status, string Said, TimeSpan? RetryAfter = null)
{
    public bool Succeeded => Status is >= 200 and < 300;
}

/// <summary>Posts to one configured address: no redirect is followed, no proxy asked, no cookie kept, and of an answer no more than its beginning is read.</summary>
/// <remarks>A host that streams for ever, compresses a bomb or answers slowly ends at the deadline or the cap.</remarks>
public sealed class OutgoingPost : IDisposable
{
    /// <summary>Of an answer's body, in bytes.</summary>
    public const int AnswerLimit = 2048;

    private readonly HttpClient _http;
    private readonly Uri _address;
    private readonly TimeSpan _deadline;
    private readonly TimeProvider _time;

    /// <param name="address">HTTP or HTTPS.</param>
    /// <param name="deadline">For all of a call. Positive.</param>
    public OutgoingPost(Uri address, Reach reach, TrustedRoots roots, RemoteDial dial, TimeSpan deadline, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(roots);
        ArgumentNullException.ThrowIfNull(dial);
        (_address, _deadline, _time) = (address, deadline, time);
        var rule = new DialRule(reach, Encrypted: address.Scheme == Uri.UriSchemeHttps);
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            MaxResponseHeadersLength = 32,
            MaxResponseDrainSize = 0,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            ActivityHeadersPropagator = null,
            SslOptions = roots.For(host: null),
            ConnectCallback = async (context, cancellation) => (await dial.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, rule, cancellation)).Stream,
        };
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Always ends with an outcome, unless cancelled.</summary>
    public async Task<PostOutcome> SendAsync(ReadOnlyMemory<byte> json, IReadOnlyList<(string Name, string Value)> headers, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(headers);
        using var deadline = new CancellationTokenSource(_deadline, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = new ReadOnlyMemoryContent(json) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
            foreach (var (name, value) in headers)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            var said = $"{(int)response.StatusCode} {response.ReasonPhrase}".Trim();
            return response.IsSuccessStatusCode
                ? new((int)response.StatusCode, said)
                : new((int)response.StatusCode, Joined(said, await BeginningAsync(response, both.Token)), RetryAfter(response));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new(null, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"no answer within {_deadline.TotalSeconds:0.#} s"));
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new(null, e.GetBaseException().Message);
        }
    }

    public void Dispose() => _http.Dispose();

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - _time.GetUtcNow(),
        _ => null,
    };

    private static string Joined(string line, string body) => body.Length == 0 ? line : $"{line}: {body}";

    private static async Task<string> BeginningAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var bytes = new byte[AnswerLimit];
        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        var length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation);
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        return string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }
}
