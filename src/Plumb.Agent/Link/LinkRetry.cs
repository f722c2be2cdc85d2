using Polly;
using Polly.Retry;

namespace Plumb.Agent.Link;

/// <summary>Tries a call again and again with growing, jittered pauses, as long as a later try may end otherwise.</summary>
internal static class LinkRetry
{
    /// <param name="attempts">Tries after the first; int.MaxValue: until it passes.</param>
    /// <param name="troubled">Told of every try that failed.</param>
    public static ResiliencePipeline<LinkAnswer<T>> Pipeline<T>(TimeProvider time, LinkRetryOptions options, int attempts, Action<string> troubled) =>
        new ResiliencePipelineBuilder<LinkAnswer<T>> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<LinkAnswer<T>>
            {
                ShouldHandle = static args => ValueTask.FromResult(args.Outcome.Result is { MayPass: true }),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.First,
                MaxDelay = options.Longest,
                MaxRetryAttempts = attempts,
                OnRetry = args =>
                {
                    troubled(args.Outcome.Result?.Trouble ?? "no answer");
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
}

/// <summary>Pauses between tries.</summary>
public sealed record LinkRetryOptions
{
    /// <summary>Before the second try; positive. Default 0.5 s.</summary>
    public TimeSpan First { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest pause. Default 15 s.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromSeconds(15);
}
