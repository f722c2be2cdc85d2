using Plumb.Kernel.Loop;

namespace Plumb.Agent.Hosting;

/// <summary>The numbers of a loop and of its host.</summary>
internal sealed record LoopHostOptions
{
    public LoopOptions Loop { get; init; } = new();

    /// <summary>A look that takes longer counts as Unknown; shorter than the loop's own <c>AnswerWithin</c>. Default 50 s.</summary>
    public TimeSpan LookDeadline { get; init; } = TimeSpan.FromSeconds(50);

    /// <summary>How long running steps may go on when the agent is asked to end; then they are cancelled. Default 10 s.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Why no step may run at this moment, asked before each; null when one may.</summary>
    public Func<string?> Fence { get; init; } = static () => null;
}
