using System.Net;

namespace Plumb.Cli.Client;

/// <summary>
/// Gives each write a name (<c>Idempotency-Key</c>), and sends it again when the control plane went away before it answered: by its name it is carried
/// out once. A control plane that was not there from the first is told at once.
/// </summary>
internal sealed class RepeatedWrites(HttpMessageHandler inner, TimeProvider time) : DelegatingHandler(inner)
{
    public const string Header = "Idempotency-Key";

    private const int Tries = 6;
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method == HttpMethod.Get || request.Method == HttpMethod.Head)
            return await base.SendAsync(request, cancellationToken);

        request.Headers.Add(Header, Guid.NewGuid().ToString());
        var wasLost = false;
        for (var tried = 1; ; tried++)
        {
            try
            {
                var answer = await base.SendAsync(request, cancellationToken);
                if (!wasLost || tried == Tries || answer.StatusCode != HttpStatusCode.Conflict || answer.Headers.RetryAfter is null)
                    return answer;
                // What was sent first is still being carried out.
                answer.Dispose();
            }
            catch (HttpRequestException lost) when (tried < Tries && (wasLost || WasSent(lost)))
            {
                wasLost = true;
            }

            await Task.Delay(First * Math.Pow(2, tried), time, cancellationToken);
        }
    }

    // The connection stood, and broke: what was sent on it may have arrived.
    private static bool WasSent(HttpRequestException lost) => lost.HttpRequestError == HttpRequestError.ResponseEnded || (lost.HttpRequestError == HttpRequestError.Unknown && lost.InnerException is IOException);
}
