namespace Plumb.Contracts.Stacks;

/// <summary>What is acknowledged: what the person saw or, where that is left out, what is there now. <c>POST /api/reconcile/ack</c>.</summary>
public sealed record AckBody
{
    /// <summary>The stack's path.</summary>
    public string? Path { get; init; }

    /// <summary>The same, as other tools' clients call it.</summary>
    [System.Text.Json.Serialization.JsonPropertyName("stack_path")]
    public string? StackPath { get; init; }

    /// <summary>Of the desired model that the person saw: 64 lower-case hex digits.</summary>
    public string? ComposeHash { get; init; }

    /// <summary>Of the differences that the person saw: 64 lower-case hex digits.</summary>
    public string? Fingerprint { get; init; }
}

/// <param name="Stacks">What goes now, by name.</param>
public sealed record RemovalAckView(string Agent, IReadOnlyList<string> Stacks);

/// <param name="Acknowledged">Always true: what could not be acknowledged is a problem.</param>
/// <param name="Fingerprint">Of the differences that are let through.</param>
public sealed record AckView(bool Acknowledged, string Path, string Fingerprint);
