using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Plumb.Replicas.Stage;

/// <summary>What stands before the replicas: sends each request to another one of those that run, and tries nothing again.</summary>
internal sealed class Balancer(IReadOnlyList<Replica> replicas) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly HttpClient http = new(new SocketsHttpHandler { PooledConnectionIdleTimeout = TimeSpan.FromSeconds(10), ConnectTimeout = TimeSpan.FromSeconds(5) }) { Timeout = TimeSpan.FromMinutes(10) };
    private int next;

    /// <summary>Answers that no client should have to know how to take: all but success, a lost race, and "not now".</summary>
    public ConcurrentQueue<string> Surprises { get; } = new();

    public Answers Answers { get; } = new();

    /// <summary>One request at one of the replicas.</summary>
    public async Task<Answer> SendAsync(Ask ask, CancellationToken cancellation)
    {
        var running = replicas.Select(replica => replica.Address).OfType<Uri>().ToList();
        if (running.Count == 0)
            return Answer.None;
        var address = running[(int)((uint)Interlocked.Increment(ref next) % running.Count)];
        using var request = new HttpRequestMessage(ask.Method, new Uri(address, ask.Path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ask.Key);
        if (ask.IfMatch is { } match)
            request.Headers.IfMatch.Add(EntityTagHeaderValue.Parse(match));
        if (ask.IfNoneMatch is { } none)
            request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Parse(none));
        request.Content = ask.Body is null ? null : new StringContent(ask.Body.ToJsonString(), Encoding.UTF8, "application/json");
        try
        {
            using var response = await http.SendAsync(request, cancellation);
            var text = await response.Content.ReadAsStringAsync(cancellation);
            return Heard(ask, new Answer(response.StatusCode, text, response.Headers.ETag?.ToString()));
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return Heard(ask, Answer.None);
        }
    }

    /// <summary>The same request until it succeeds, as a client does that hears nothing, or is told that the store is away.</summary>
    /// <returns>Null: it was cancelled, or answered with a surprise.</returns>
    public async Task<Answer?> InsistAsync(Ask ask, CancellationToken cancellation)
    {
        while (true)
        {
            var answer = await SendAsync(ask, cancellation);
            if (!answer.IsUnknown)
                return answer.IsDone || IsGone(ask, answer) ? answer : null;
            await PauseAsync(cancellation);
        }
    }

    /// <summary>Before one tries again.</summary>
    public static Task PauseAsync(CancellationToken cancellation) => Task.Delay(Pause, TimeProvider.System, cancellation);

    public void Dispose() => http.Dispose();

    private static bool IsGone(Ask ask, Answer answer) => ask.MayBeGone && answer.Status == HttpStatusCode.NotFound;

    private Answer Heard(Ask ask, Answer answer)
    {
        Answers.Count(answer);
        if (!answer.IsDone && !answer.IsUnknown && !IsGone(ask, answer) && !(answer.Status == HttpStatusCode.PreconditionFailed && ask.IfMatch is not null) && answer.Status != HttpStatusCode.NotModified)
            Surprises.Enqueue($"{ask.Method} {ask.Path}: {(int?)answer.Status} {answer.Text}");
        return answer;
    }
}

/// <param name="Path">With its leading slash.</param>
internal sealed record Ask(string Key, HttpMethod Method, string Path, JsonNode? Body = null, string? IfMatch = null, string? IfNoneMatch = null)
{
    /// <summary>It takes something away, and finds it gone when an earlier try that nothing was heard of was successful.</summary>
    public bool MayBeGone { get; init; }
}

/// <param name="Status">Null: none came.</param>
internal sealed record Answer(HttpStatusCode? Status, string Text, string? ETag)
{
    public static Answer None { get; } = new(null, "", null);

    public bool IsDone => (int?)Status is >= 200 and < 300;

    /// <summary>Nobody knows whether it was done.</summary>
    public bool IsUnknown => Status is null or HttpStatusCode.ServiceUnavailable;

    public JsonNode Json => JsonNode.Parse(Text)!;
}

/// <summary>How many answers of each kind there were.</summary>
internal sealed class Answers
{
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public void Count(Answer answer) => _counts.AddOrUpdate(answer.Status is null ? "none" : answer.IsDone || answer.Text.Length == 0 ? $"{(int)answer.Status}" : $"{(int)answer.Status} {answer.Json["code"]}", 1, (_, count) => count + 1);

    public override string ToString() => string.Join(", ", _counts.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}: {pair.Value}"));
}
