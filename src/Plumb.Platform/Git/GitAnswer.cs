using System.Diagnostics.CodeAnalysis;

namespace Plumb.Platform.Git;

/// <summary>What was asked for, or why there is none.</summary>
public sealed record GitAnswer<T>
    where T : class
{
    public GitAnswer(T value) => Value = value;

    public GitAnswer(GitFailure failure) => Failure = failure;

    public T? Value { get; }

    public GitFailure? Failure { get; }

    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool Succeeded => Failure is null;

    public static implicit operator GitAnswer<T>(T value) => new(value);

    public static implicit operator GitAnswer<T>(GitFailure failure) => new(failure);
}
