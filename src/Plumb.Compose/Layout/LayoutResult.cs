namespace Plumb.Compose.Layout;

/// <summary>How laying content out ended.</summary>
public abstract record LayoutResult
{
    private LayoutResult()
    {
    }

    /// <param name="Written">Files that were written; the others were there already.</param>
    /// <param name="Deleted">Files that went from Git and were still as we had written them.</param>
    public sealed record Done(int Written, int Deleted) : LayoutResult;

    /// <summary>It ended half-way; the next look sees that, and the next try goes on.</summary>
    /// <param name="Error">What was tried, what happened, what to do.</param>
    public sealed record Failed(string Error) : LayoutResult;
}
