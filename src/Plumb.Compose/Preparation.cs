using Plumb.Compose.Model;
using Plumb.Contracts.Targets;

namespace Plumb.Compose;

/// <summary>Makes what is desired of one stack out of its target and content.</summary>
public interface IStackPreparer
{
    /// <summary>Never throws for a bad stack: a refusal is part of the spec, anything that may pass is a failure to retry.</summary>
    /// <param name="stack">Of the target state.</param>
    /// <param name="content">Its content; null when the control plane refused it.</param>
    /// <param name="ownership">Whose its containers are.</param>
    Task<Preparation> PrepareAsync(TargetStack stack, StackContent? content, Ownership ownership, CancellationToken cancellation);

    /// <summary>Every project name that preparing it can end with, known without the work of preparing it; null: it could be any.</summary>
    /// <param name="stack">Of the target state.</param>
    /// <param name="content">Its content; null when the control plane refused it.</param>
    IReadOnlyList<string>? ProjectsOf(TargetStack stack, StackContent? content);
}

/// <summary>How the preparation of one stack ended.</summary>
public abstract record Preparation
{
    private Preparation()
    {
    }

    /// <param name="Spec">Complete but for rivals, dependencies and adoption, which need more than this stack to be known.</param>
    public sealed record Ready(ComposeSpec Spec) : Preparation;

    /// <summary>Not the stack's fault, or not for ever: tried again.</summary>
    /// <param name="Why">What was tried, what happened, what to do.</param>
    public sealed record NotNow(string Why) : Preparation;
}
