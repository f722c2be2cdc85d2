using Plumb.Contracts.Targets;

namespace Plumb.Server.Sources.Content;

/// <summary>One stack's content is hostile or invalid. Never leaves this folder: it becomes the stack's refusal.</summary>
internal sealed class StackRefusedException : Exception
{
    public StackRefusedException()
    {
    }

    public StackRefusedException(string message)
        : base(message)
    {
    }

    public StackRefusedException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <param name="file">Relative to the stack's directory.</param>
    /// <param name="rule">A stable word.</param>
    /// <param name="message">What is wrong and what to do.</param>
    public StackRefusedException(string file, string rule, string message)
        : base(message) => Refusal = new Refusal(file, rule, message);

    public Refusal Refusal { get; } = new("", "", "");
}
