namespace Plumb.Compose;

/// <summary>A compose driver cannot be set up. The message says what was tried, what happened and what to do.</summary>
public sealed class ComposeDriverException : Exception
{
    public ComposeDriverException()
    {
    }

    public ComposeDriverException(string message)
        : base(message)
    {
    }

    public ComposeDriverException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
